import type { Activation, OutputKind } from "../buffers.ts";
import type { Parameters } from "../oracle/arithmetic.ts";
import type { Random } from "../random.ts";

/** Kinds of two inputs and an output that go together. */
export const pairKinds = [
  ["static", "static", "static"],
  ["dynamic", "static", "static"],
  ["dynamic", "dynamic", "dynamic"],
  ["static", "static", "dynamic"],
  ["static", "dynamic", "dynamic"],
] as const;

/** Clamps of an output. */
export const pairClamps = [
  { min: -Infinity, max: Infinity },
  { min: 0, max: Infinity },
  { min: 0, max: 6 },
] as const;

/** Random parameters, the scale between 2^lo and 2^hi. */
export function randomParameters(random: Random, lo: number, hi: number): Parameters {
  return {
    scale: Math.fround(2 ** (lo + random.real() * (hi - lo))),
    zeroPoint: random.pick([-128, 127, 0, random.integer(-128, 127)]),
  };
}

/** An activation of `elements` codes a sample, the samples in different ranges where dynamic. */
export function randomActivation(
  random: Random,
  kind: "static" | "dynamic",
  { elements, samples, lo = -7, hi = 0 }: {
    readonly elements: number;
    readonly samples: number;
    readonly lo?: number;
    readonly hi?: number;
  },
): Activation {
  return {
    kind,
    codes: random.codes(elements * samples),
    parameters: Array.from(
      { length: kind === "static" ? 1 : samples },
      () => randomParameters(random, lo, hi),
    ),
  };
}

/** An output of a kind, its scale between 2^lo and 2^hi where static. */
export function randomOutput(
  random: Random,
  kind: "static" | "dynamic",
  { lo, hi }: { readonly lo: number; readonly hi: number },
): OutputKind {
  return kind === "static"
    ? { kind, parameters: randomParameters(random, lo, hi) }
    : { kind, scaleFloor: random.pick([0, 0, 0.5]) };
}
