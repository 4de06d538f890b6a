/**
 * What a kernel derives for one sample where its input or output is dynamic: units, biases, bounds
 * and multipliers, all float32 in the order written. No input makes them fail: what would leave
 * its type is held at the nearest value that does not.
 */
import {
  type AffineParameters,
  clamp,
  type FixedPoint,
  fixedPoint,
  parametersFromRange,
  roundHalfAway,
} from "../../affine/mod.ts";

const { fround } = Math;

const int32Min = -(2 ** 31);
const int32Max = 2 ** 31 - 1;

/** The largest int32 bias, as the scale floors keep it. */
const biasMax = 2 ** 30;

/** The largest float32 below 2^30, where fixed-point multipliers end. */
const multiplierMax = 2 ** 30 - 2 ** 6;

/** The largest finite float32. */
const float32Max = (2 - 2 ** -23) * 2 ** 127;

/** The real size of one accumulator step, `s_in * s_w`, finite. */
export function accumulatorUnit(scale: number, otherScale: number): number {
  return Math.min(fround(scale * otherScale), float32Max);
}

/** The int32 bias `round(bias / unit)`, held to [-2^30, 2^30]; 0 where both are 0. */
export function biasCode(bias: number, unit: number): number {
  const steps = fround(bias / unit);
  return Number.isNaN(steps) ? 0 : clamp(roundHalfAway(steps), -biasMax, biasMax);
}

/** A real clamp bound on the accumulator, `round(bound / unit)`, held to int32; infinite: no bound. */
export function accumulatorBound(bound: number, unit: number): number {
  const steps = fround(bound / unit);
  return Number.isNaN(steps) ? 0 : clamp(roundHalfAway(steps), int32Min, int32Max);
}

/**
 * The multiplier `unit / outputScale`, held below 2^30. A dynamic output never gets there, its
 * scale being at least 1/255 of its largest accumulator; a static one can, and saturates.
 */
export function derivedMultiplier(unit: number, outputScale: number): FixedPoint {
  return fixedPoint(Math.min(fround(unit / outputScale), multiplierMax));
}

/** A bound of the output's range: `unit * accumulator`, the accumulator rounded to float32 first. */
export function accumulatorReal(accumulator: number, unit: number): number {
  return fround(unit * fround(accumulator));
}

/** The parameters of a sample from its range, its bounds held to half of the largest float32. */
export function dynamicParameters(
  { lo, hi, scaleFloor }: {
    readonly lo: number;
    readonly hi: number;
    readonly scaleFloor: number;
  },
): AffineParameters {
  const limit = float32Max / 2;
  return parametersFromRange(clamp(lo, -limit, limit), clamp(hi, -limit, limit), scaleFloor);
}
