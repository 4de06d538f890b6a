/** What tells the strategies of one model apart. */
export interface StrategyColumns {
  readonly scheme: string;
  readonly weights: string | undefined;
  /** How many values are dynamic, of a mixed one. */
  readonly dynamicValues?: number | undefined;
  readonly calibrator: string | undefined;
  readonly calibratorParameter: number | undefined;
  readonly calibrationSize: number | undefined;
}

/** From what needs least on the device and least choice to what needs most. */
const schemes = [
  "static",
  "dynamic-input",
  "mixed",
  "dynamic",
  "hybrid",
  "as-shipped",
  "weight-only",
];
const granularities = ["per-channel", "tflite", "per-tensor"];
const calibrators = ["min-max", "moving-average", "percentile", "entropy", "mse"];

/**
 * Puts strategies in an order that is theirs alone, whatever the order of rows: by scheme, calibrator and
 * its parameter, weights, size, dynamic values. The simplest calibrator is first, so that of equals it is taken; names
 * that are not known come last, by code unit.
 *
 * @example
 * ```ts
 * import { compareListing } from "./listing_order.ts";
 * import { assert } from "@std/assert";
 *
 * const none = { dynamicValues: undefined, calibratorParameter: undefined };
 * const rest = { weights: "per-channel", calibrationSize: 500, ...none };
 * const fixed = { scheme: "static", ...rest };
 * assert(compareListing({ ...fixed, calibrator: "min-max" }, { ...fixed, calibrator: "mse" }) < 0);
 * ```
 */
export function compareListing(one: StrategyColumns, other: StrategyColumns): number {
  return compareNames(one.scheme, other.scheme, schemes) ||
    compareNames(one.calibrator, other.calibrator, calibrators) ||
    compareNumbers(one.calibratorParameter, other.calibratorParameter) ||
    compareNames(one.weights, other.weights, granularities) ||
    compareNumbers(one.calibrationSize, other.calibrationSize) ||
    compareNumbers(one.dynamicValues, other.dynamicValues);
}

/** Ascending; what is absent comes last. */
export function compareNumbers(one: number | undefined, other: number | undefined): number {
  if (one === other) return 0;
  return (one ?? Infinity) < (other ?? Infinity) ? -1 : 1;
}

function compareNames(
  one: string | undefined,
  other: string | undefined,
  known: readonly string[],
): number {
  const rank = (name: string | undefined) => {
    const found = name === undefined ? -1 : known.indexOf(name);
    return found < 0 && name !== undefined ? known.length : found;
  };
  return rank(one) - rank(other) || compareText(one ?? "", other ?? "");
}

/** By code unit: the same in every locale. */
export function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
