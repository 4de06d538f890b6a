import type { Distribution } from "./distribution.ts";
import { entropyRange } from "./entropy.ts";
import { minMax } from "./min_max.ts";
import { movingAverage } from "./moving_average.ts";
import { mseRange } from "./mse.ts";
import { percentileRange } from "./percentile.ts";
import type { CalibratedRange } from "./range.ts";

/** The calibrators, in the order of reports. */
export const calibratorNames = [
  "min-max",
  "moving-average",
  "percentile",
  "entropy",
  "mse",
] as const;

/** The name of a calibrator. */
export type CalibratorName = typeof calibratorNames[number];

/** A calibrator and its parameters. */
export type Calibrator =
  | { readonly name: "min-max" }
  | { readonly name: "moving-average"; readonly constant: number }
  | { readonly name: "percentile"; readonly percentile: number }
  | { readonly name: "entropy" }
  | { readonly name: "mse" };

/** The calibrator of one name. */
export type CalibratorOf<K extends CalibratorName> = Extract<Calibrator, { readonly name: K }>;

/** The function of each calibrator: a Distribution and the parameters to a range. */
export const calibrators: {
  readonly [K in CalibratorName]: (
    distribution: Distribution,
    parameters: CalibratorOf<K>,
  ) => CalibratedRange;
} = {
  "min-max": minMax,
  "moving-average": movingAverage,
  "percentile": percentileRange,
  "entropy": entropyRange,
  "mse": mseRange,
};

/** Each calibrator with the parameters that it has unless given others. */
export const defaultCalibrators: { readonly [K in CalibratorName]: CalibratorOf<K> } = {
  "min-max": { name: "min-max" },
  "moving-average": { name: "moving-average", constant: 0.05 },
  "percentile": { name: "percentile", percentile: 99.99 },
  "entropy": { name: "entropy" },
  "mse": { name: "mse" },
};

/** Whether a text is the name of a calibrator. */
export function isCalibratorName(name: string): name is CalibratorName {
  return (calibratorNames as readonly string[]).includes(name);
}

/**
 * The calibrator's one number, where it has one: percent kept, or the averaging constant.
 *
 * @example
 * ```ts
 * import { calibratorParameter, defaultCalibrators } from "./calibrator.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(calibratorParameter(defaultCalibrators.percentile), 99.99);
 * assertEquals(calibratorParameter(defaultCalibrators.entropy), undefined);
 * ```
 */
export function calibratorParameter(calibrator: Calibrator): number | undefined {
  switch (calibrator.name) {
    case "moving-average":
      return calibrator.constant;
    case "percentile":
      return calibrator.percentile;
    default:
      return undefined;
  }
}

/**
 * The range that a calibrator chooses for a Distribution.
 *
 * @throws {RangeError} When a parameter of the calibrator is out of range.
 */
export function chooseRange<K extends CalibratorName>(
  distribution: Distribution,
  calibrator: CalibratorOf<K>,
): CalibratedRange {
  const name: K = calibrator.name;
  return calibrators[name](distribution, calibrator);
}
