import { clamp, roundHalfAway } from "./rounding.ts";

declare const scaleBrand: unique symbol;
declare const zeroPointBrand: unique symbol;

/** A positive, finite float32: the real size of one quantized step. */
export type Scale = number & { readonly [scaleBrand]: true };

/** The int8 code of real 0, in [-128, 127]. */
export type ZeroPoint = number & { readonly [zeroPointBrand]: true };

/** `real = scale * (code - zeroPoint)`, code in [-128, 127]. */
export interface AffineParameters {
  readonly scale: Scale;
  readonly zeroPoint: ZeroPoint;
}

/** The smallest and largest int8 code of an activation. */
export const codeMin = -128;
export const codeMax = 127;

/** The largest int8 code of a weight: weights are symmetric, [-127, 127], zero point 0. */
export const weightCodeMax = 127;

/**
 * A checked scale, rounded to float32.
 *
 * @throws {RangeError} When the value is not positive and finite in float32.
 */
export function makeScale(value: number): Scale {
  const scale = Math.fround(value);
  if (!(scale > 0 && Number.isFinite(scale))) {
    throw new RangeError(`Cannot use a scale: it must be positive and finite, got ${value}`);
  }
  return scale as Scale;
}

/**
 * A checked int8 zero point.
 *
 * @throws {RangeError} When the value is not an integer in [-128, 127].
 */
export function makeZeroPoint(value: number): ZeroPoint {
  if (!(Number.isInteger(value) && value >= codeMin && value <= codeMax)) {
    throw new RangeError(
      `Cannot use a zero point: it must be an integer in [${codeMin}, ${codeMax}], got ${value}`,
    );
  }
  return value as ZeroPoint;
}

/**
 * The parameters of a range that holds nothing but zero: scale 1, zero point 0.
 * The one rule for an empty range, the same for static and dynamic.
 */
export const emptyRangeParameters: AffineParameters = {
  scale: makeScale(1),
  zeroPoint: makeZeroPoint(0),
};

/** Outputs in [0, 1), of softmax and logistic functions: scale 1/256, zero point -128. */
export const unitIntervalParameters: AffineParameters = {
  scale: makeScale(1 / 256),
  zeroPoint: makeZeroPoint(-128),
};

/** Outputs in [-1, 1), of tanh: scale 1/128, zero point 0. */
export const signedUnitParameters: AffineParameters = {
  scale: makeScale(1 / 128),
  zeroPoint: makeZeroPoint(0),
};

/** The smallest scale in use: the smallest normal float32, so that dividing by it stays finite. */
const smallestScale = 2 ** -126;

/**
 * Scale and zero point of a real range, asymmetric int8, in float32 in this order:
 * `lo' = min(lo, 0)`, `hi' = max(hi, 0)`, `scale = (hi' - lo') / 255`,
 * `zeroPoint = clamp(round(-128 - lo' / scale))`, ties away from zero.
 * `scaleFloor` raises the scale where a consumer's bias would otherwise leave int32.
 *
 * @throws {RangeError} When `lo` or `hi` is not finite, or their distance is not.
 *
 * @example
 * ```ts
 * import { parametersFromRange } from "./parameters.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(parametersFromRange(0, 255), { scale: 1, zeroPoint: -128 });
 * assertEquals(parametersFromRange(0, 0), { scale: 1, zeroPoint: 0 });
 * ```
 */
export function parametersFromRange(lo: number, hi: number, scaleFloor = 0): AffineParameters {
  const low = Math.fround(Math.min(lo, 0));
  const high = Math.fround(Math.max(hi, 0));
  const width = Math.fround(high - low);
  if (!Number.isFinite(width)) {
    throw new RangeError(
      `Cannot derive a scale: the range must be finite in float32, got [${lo}, ${hi}]`,
    );
  }
  if (width === 0 && scaleFloor <= emptyRangeParameters.scale) return emptyRangeParameters;
  const scale = Math.max(Math.fround(width / 255), Math.fround(scaleFloor), smallestScale);
  const zeroPoint = clamp(
    roundHalfAway(Math.fround(-128 - Math.fround(low / scale))),
    codeMin,
    codeMax,
  );
  return { scale: scale as Scale, zeroPoint: zeroPoint as ZeroPoint };
}

/** The real values of the lowest and the highest code: what the parameters can represent. */
export function representedRange(
  { scale, zeroPoint }: AffineParameters,
): { readonly lo: number; readonly hi: number } {
  return { lo: scale * (codeMin - zeroPoint), hi: scale * (codeMax - zeroPoint) };
}

/**
 * The code of a real value: `clamp(round(x / scale) + zeroPoint)`, the division in float32, ties
 * away from zero. NaN becomes the zero point; infinities saturate.
 */
export function quantizeValue(x: number, { scale, zeroPoint }: AffineParameters): number {
  const steps = Math.fround(x / scale);
  if (Number.isNaN(steps)) return zeroPoint;
  return clamp(roundHalfAway(steps) + zeroPoint, codeMin, codeMax);
}

/**
 * The codes that a real-valued clamp leaves: `zeroPoint + round(bound / scale)`, the division in
 * float32, held to [-128, 127]. Where the lower bound passes the upper one, the upper one wins.
 */
export function codeRange(
  bounds: { readonly min: number; readonly max: number },
  { scale, zeroPoint }: AffineParameters,
): { readonly min: number; readonly max: number } {
  const code = (real: number) => zeroPoint + roundHalfAway(Math.fround(real / scale));
  const max = clamp(code(bounds.max), codeMin, codeMax);
  return { min: Math.min(clamp(code(bounds.min), codeMin, codeMax), max), max };
}
