import { codeRange, type FixedPoint } from "../../affine/mod.ts";
import type { ClampRange, CodeRange, DynamicInt8, Int8Buffer } from "../kernel_set.ts";
import {
  accumulatorBound,
  accumulatorReal,
  derivedMultiplier,
  dynamicParameters,
} from "../common/derivation.ts";
import {
  makeRequantizer,
  requantize,
  type Requantizer,
  requantizerOf,
  setMultiplier,
} from "../common/requantizer.ts";
import { writeParameters } from "../common/sample_parameters.ts";
import { allCodes } from "./requantize_channels.ts";

/** A real clamp of no effect. */
export const unbounded: ClampRange = { min: -Infinity, max: Infinity };

/**
 * Turns the accumulators of one sample into its output. `unit` is the real size of one accumulator
 * step in this sample; it may overwrite the accumulators.
 */
export type UnitFinish = (
  accumulators: Int32Array,
  of: { readonly sample: number; readonly unit: number },
) => void;

/**
 * The finish of an op whose accumulators all have one unit (add, mul, matmul, mean).
 *
 * - y static and all inputs too: `y = clamp(D(acc, multiplier) + z_out)`.
 * - y static, an input dynamic: the same with `unit / s_out` of this sample as multiplier.
 * - y dynamic: accumulators clamped at `round(bound / unit)` and scanned; s_out and z_out from
 *   `unit * min` and `unit * max`, widened to include 0; `y = clamp(D(acc, unit / s_out) + z_out)`.
 */
export function unitFinish(
  { y, clamp, multiplier }: {
    readonly y: Int8Buffer;
    readonly clamp: ClampRange;
    /** The fixed multiplier; absent where an input or y is dynamic. */
    readonly multiplier: FixedPoint | undefined;
  },
): UnitFinish {
  if (y.kind === "dynamic") return finishDynamic(y, clamp);
  const requantizer = multiplier ? requantizerOf([multiplier]) : makeRequantizer(1);
  const codes = codeRange(clamp, y);
  return (accumulators, { sample, unit }) => {
    if (!multiplier) setMultiplier(requantizer, 0, derivedMultiplier(unit, y.scale));
    const at = sample * accumulators.length;
    requantizeAll(accumulators, y.data, { at, requantizer, zeroPoint: y.zeroPoint, codes });
  };
}

function finishDynamic(y: DynamicInt8, clamp: ClampRange): UnitFinish {
  const requantizer = makeRequantizer(1);
  return (accumulators, { sample, unit }) => {
    const lowest = accumulatorBound(clamp.min, unit);
    const highest = accumulatorBound(clamp.max, unit);
    let min = 2 ** 31 - 1;
    let max = -(2 ** 31);
    for (let i = 0; i < accumulators.length; i++) {
      const accumulator = Math.min(Math.max(accumulators[i]!, lowest), highest);
      accumulators[i] = accumulator;
      min = Math.min(min, accumulator);
      max = Math.max(max, accumulator);
    }
    const parameters = dynamicParameters({
      lo: accumulatorReal(min, unit),
      hi: accumulatorReal(max, unit),
      scaleFloor: y.scaleFloor,
    });
    writeParameters(y, { sample, parameters });
    setMultiplier(requantizer, 0, derivedMultiplier(unit, parameters.scale));
    const at = sample * accumulators.length;
    const { zeroPoint } = parameters;
    requantizeAll(accumulators, y.data, { at, requantizer, zeroPoint, codes: allCodes });
  };
}

/** `y = clamp(D(acc, m) + z_out)`, written from element `at` of y on. */
function requantizeAll(
  accumulators: Int32Array,
  y: Int8Array,
  { at, requantizer, zeroPoint, codes: { min, max } }: {
    readonly at: number;
    readonly requantizer: Requantizer;
    readonly zeroPoint: number;
    readonly codes: CodeRange;
  },
): void {
  for (let i = 0; i < accumulators.length; i++) {
    const code = (requantize(accumulators[i]!, 0, requantizer) + zeroPoint) | 0;
    y[at + i] = Math.min(Math.max(code, min), max);
  }
}
