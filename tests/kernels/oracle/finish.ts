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

const f = Math.fround;

/** A real clamp. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
}

/** What becomes of accumulators: as `WeightedOutput`, without buffers. */
export type Finish =
  | {
    readonly kind: "static";
    readonly y: Parameters;
    readonly bias?: Int32Array | undefined;
    readonly multipliers: readonly Multiplier[];
    readonly codes: { readonly lo: number; readonly hi: number };
  }
  | {
    readonly kind: "derived";
    readonly y: Parameters;
    readonly bias?: Float32Array | undefined;
    readonly clamp: Bounds;
  }
  | {
    readonly kind: "dynamic";
    readonly scaleFloor: number;
    readonly bias?: Float32Array | undefined;
    readonly clamp: Bounds;
  }
  | {
    readonly kind: "float32";
    readonly bias?: Float32Array | undefined;
    readonly clamp: Bounds;
  };

/** The output of one sample. */
export interface Finished {
  readonly values: readonly number[];
  readonly parameters?: Parameters;
}

/**
 * The output of one sample from its accumulators [positions, channels] without bias; `units` is the
 * real size of one accumulator step in each channel.
 */
export function finished(
  accumulators: readonly number[],
  units: readonly number[],
  finish: Finish,
): Finished {
  const channels = units.length;
  const bias = units.map((unit, c) => {
    if (finish.bias === undefined) return 0;
    return finish.kind === "static" ? finish.bias[c]! : round(f(finish.bias[c]! / unit));
  });
  switch (finish.kind) {
    case "float32":
      return {
        values: accumulators.map((accumulator, i) => {
          const c = i % channels;
          const real = f(f(f(accumulator) * units[c]!) + (finish.bias?.[c] ?? 0));
          return hold(real, finish.clamp.min, finish.clamp.max);
        }),
      };
    case "static":
    case "derived": {
      const { lo, hi } = finish.kind === "static" ? finish.codes : codesOf(finish.clamp, finish.y);
      const multipliers = finish.kind === "static"
        ? finish.multipliers
        : units.map((unit) => quantizeMultiplier(f(unit / finish.y.scale)));
      return {
        values: accumulators.map((accumulator, i) => {
          const c = i % channels;
          return hold(
            scaled(accumulator + bias[c]!, multipliers[c]!) + finish.y.zeroPoint,
            lo,
            hi,
          );
        }),
      };
    }
    case "dynamic": {
      const { min, max } = finish.clamp;
      const staged = accumulators.map((accumulator, i) => {
        const unit = units[i % channels]!;
        return hold(accumulator + bias[i % channels]!, round(f(min / unit)), round(f(max / unit)));
      });
      const reals = staged.map((accumulator, i) => f(units[i % channels]! * f(accumulator)));
      const parameters = parametersOfRange(
        Math.min(...reals),
        Math.max(...reals),
        finish.scaleFloor,
      );
      const multipliers = units.map((unit) => quantizeMultiplier(f(unit / parameters.scale)));
      const values = staged.map((accumulator, i) => {
        const code = scaled(accumulator, multipliers[i % channels]!) + parameters.zeroPoint;
        return hold(code, -128, 127);
      });
      return { values, parameters };
    }
  }
}
