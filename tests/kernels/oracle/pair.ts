import {
  codesOf,
  hold,
  type Multiplier,
  type Parameters,
  parametersOfRange,
  quantizeMultiplier,
  round,
  scaled,
} from "./arithmetic.ts";
import type { OutputKind } from "../buffers.ts";
import type { Bounds, Finished } from "./finish.ts";

const f = Math.fround;

/**
 * The output of one sample of an op whose accumulators have one unit. `multiplier` is the fixed one
 * of static inputs and output; without it the unit decides.
 */
export function unitFinished(
  accumulators: readonly number[],
  unit: number,
  { output, clamp, multiplier }: {
    readonly output: OutputKind;
    readonly clamp: Bounds;
    readonly multiplier?: Multiplier | undefined;
  },
): Finished {
  if (output.kind === "static") {
    const { parameters } = output;
    const { lo, hi } = codesOf(clamp, parameters);
    const m = multiplier ?? quantizeMultiplier(f(unit / parameters.scale));
    return {
      values: accumulators.map((a) => hold(scaled(a, m) + parameters.zeroPoint, lo, hi)),
    };
  }
  const [least, most] = [round(f(clamp.min / unit)), round(f(clamp.max / unit))];
  const staged = accumulators.map((a) => hold(a, least, most));
  const parameters = parametersOfRange(
    f(unit * f(Math.min(...staged))),
    f(unit * f(Math.max(...staged))),
    output.scaleFloor,
  );
  const m = quantizeMultiplier(f(unit / parameters.scale));
  return {
    values: staged.map((a) => hold(scaled(a, m) + parameters.zeroPoint, -128, 127)),
    parameters,
  };
}

/** Accumulators and unit of an int8 addition or subtraction, and its multiplier where all is static. */
export function addition(
  pairs: readonly (readonly [a: number, b: number])[],
  { a, b, output, subtract = false, rounds = false }: {
    readonly a: Parameters;
    readonly b: Parameters;
    /** The output scale where a, b and the output are static. */
    readonly output: number | undefined;
    readonly subtract?: boolean;
    /** Whether the quotients of static scales are float32. */
    readonly rounds?: boolean;
  },
): {
  readonly accumulators: readonly number[];
  readonly unit: number;
  readonly multiplier: Multiplier | undefined;
} {
  const rounded = output === undefined || rounds ? f : (x: number) => x;
  const twice = rounded(2 * Math.max(a.scale, b.scale));
  const [aMultiplier, bMultiplier] = [a, b].map(({ scale }) =>
    quantizeMultiplier(rounded(scale / twice))
  );
  return {
    accumulators: pairs.map(([x1, x2]) =>
      scaled((x1 - a.zeroPoint) * 2 ** 20, aMultiplier!) +
      (subtract ? -1 : 1) * scaled((x2 - b.zeroPoint) * 2 ** 20, bMultiplier!)
    ),
    unit: f(twice / 2 ** 20),
    multiplier: output === undefined
      ? undefined
      : quantizeMultiplier(rounded(twice / (2 ** 20 * output))),
  };
}
