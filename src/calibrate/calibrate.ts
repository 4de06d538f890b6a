import type { ActivationStatistics, CalibrationSet } from "./activation_statistics.ts";
import type { CalibratedValue, CalibrationTable } from "./calibration_table.ts";
import { type Calibrator, chooseRange } from "./calibrator.ts";
import { diagnose, outlierInfluence } from "./diagnose.ts";
import { type Distribution, shareOutside } from "./distribution.ts";

/**
 * The range of every observed value, chosen by a calibrator from one calibration set: the first
 * `size` samples of a draw.
 *
 * @throws {RangeError} When the statistics do not hold that draw or size, or a parameter of the
 * calibrator is out of range.
 *
 * @example
 * ```ts
 * import { calibrate } from "./calibrate.ts";
 * import { defaultCalibrators } from "./calibrator.ts";
 * import { observe } from "./observe.ts";
 * import { noClamp, unquantized } from "../graph/mod.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const type = { dtype: "float32", shape: ["batch", 2], quantization: unquantized } as const;
 * const graph = {
 *   name: "relu",
 *   inputs: [{ name: "x", dtype: "float32", shape: ["batch", 2] }],
 *   outputs: [{ name: "y", dtype: "float32", shape: ["batch", 2] }],
 *   values: new Map([["x", { name: "x", type }], ["y", { name: "y", type }]]),
 *   nodes: [
 *     { name: "n", op: { kind: "clamp", clamp: { ...noClamp, min: 0 } }, inputs: ["x"], output: "y" },
 *   ],
 * } as const;
 * const pixels = new Float32Array([-1, 0.5, 2, 0.25, -3, 1]);
 * const samples = { read: (ids: readonly number[]) =>
 *   Float32Array.from(ids.flatMap((id) => [...pixels.subarray(2 * id, 2 * id + 2)])) };
 *
 * const statistics = observe(graph, samples, { draws: [[2, 0, 1]], sizes: [2, 3] });
 * const table = calibrate(statistics, defaultCalibrators["min-max"], { draw: 0, size: 2 });
 * const { lo, hi } = table.ranges.get("y")!;
 * assertEquals([lo, hi], [0, 1]);
 * ```
 */
export function calibrate(
  statistics: ActivationStatistics,
  calibrator: Calibrator,
  set: CalibrationSet,
): CalibrationTable {
  const known = new Map<Distribution, CalibratedValue>();
  const ranges = statistics.values.map((value) => {
    const distribution = statistics.distribution(value, set);
    const calibrated = known.get(distribution) ?? calibrateValue(distribution, calibrator);
    known.set(distribution, calibrated);
    return [value, calibrated] as const;
  });
  return { calibrator, samples: statistics.samples(set), ranges: new Map(ranges) };
}

/** The range of one value, and what there is to say about it. */
export function calibrateValue(
  distribution: Distribution,
  calibrator: Calibrator,
): CalibratedValue {
  const range = chooseRange(distribution, calibrator);
  return {
    lo: range.lo,
    hi: range.hi,
    observedLo: distribution.min,
    observedHi: distribution.max,
    clippedShare: shareOutside(distribution, range),
    outlierInfluence: outlierInfluence(distribution),
    warnings: diagnose(distribution, range),
  };
}
