import type { DecisionKind, DecisionRow } from "../../records/mod.ts";
import { conditionLabel } from "../charts/select.ts";
import { seriesLabel } from "../charts/series.ts";
import {
  displayName,
  formatBytes,
  formatCount,
  formatDurationUs,
  formatPercent,
  formatQuantity,
} from "../text.ts";

/** What a kind of decision asks, as a heading. */
export const kindTitles: Readonly<Record<Exclude<DecisionKind, "recommendation">, string>> = {
  "smallest-size": "How many calibration samples are enough",
  "size-equivalence": "Each calibration size against the largest",
  dispersion: "How much the draw of the calibration samples moves",
  crossover: "From which severity on static loses to dynamic",
  "condition-price": "The price of a mismatched calibration set",
  "error-split": "Error of the weights, error of the activations",
  "first-to-clip": "Layers that clip first",
  strategy: "Every strategy that competed",
};

/** Kinds whose shares are differences: their unit is the point. */
const differenceKinds: readonly DecisionKind[] = [
  "size-equivalence",
  "condition-price",
  "error-split",
];

/** `static min-max, 300 samples, per-channel weights`: what a row is about. Empty where it says nothing. */
export function configurationText(row: DecisionRow): string {
  const { scheme, calibrator, calibratorParameter, calibrationSize, weights } = row;
  const series = scheme === undefined && calibrator === undefined
    ? undefined
    : seriesLabel({ scheme: scheme ?? "", calibrator, calibratorParameter }).trim();
  return [
    series,
    calibrationSize === undefined ? undefined : `${formatCount(calibrationSize)} samples`,
    weights === undefined ? undefined : `${displayName(weights)} weights`,
  ].filter((part) => part !== undefined && part !== "").join(", ");
}

/** `gain 3, calibrated on darkened, layer conv1`: the conditions and the place a row is about. */
export function placeText(row: DecisionRow): string {
  const { shift, severity, calibrationCondition, layer } = row;
  return [
    shift === undefined
      ? severity === undefined ? undefined : `severity ${severity}`
      : displayName(severity === undefined ? shift : conditionLabel({ shift, severity })),
    calibrationCondition === undefined || calibrationCondition === "clean"
      ? undefined
      : `calibrated on ${displayName(calibrationCondition)}`,
    layer === undefined ? undefined : `layer ${displayName(layer)}`,
  ].filter((part) => part !== undefined).join(", ");
}

/** `worst accuracy`, `Cortex-M4 instructions`: what a row measures. */
export function measureText({ measure }: Pick<DecisionRow, "measure">): string {
  const core = /^instructions-(m\d+)$/.exec(measure)?.[1];
  if (core !== undefined) return `Cortex-${core.toUpperCase()} instructions`;
  return displayName(measure).replaceAll(/[-_]/g, " ").replace(/ (bytes|us)$/, "");
}

/** `93.2 % [91.0, 95.0]`, `12.3 k`: the value of a row with its interval. Empty where there is none. */
export function valueText(row: DecisionRow): string {
  const { value, lo, hi } = row;
  const format = formatOf(row);
  const interval = lo === undefined && hi === undefined
    ? ""
    : ` [${[lo, hi].map((end) => end === undefined ? "?" : format.number(end)).join(", ")}]`;
  if (value === undefined) return interval.trim();
  return `${format.number(value)}${format.unit}${interval}`;
}

interface Format {
  readonly number: (value: number) => string;
  readonly unit: string;
}

function formatOf({ kind, measure }: DecisionRow): Format {
  if (/bytes$/.test(measure)) return { number: formatBytes, unit: "" };
  if (/(^|[-_])us$/.test(measure)) return { number: formatDurationUs, unit: "" };
  if (/^instructions|macs$|scan$/.test(measure)) return { number: formatQuantity, unit: "" };
  if (/auc/.test(measure)) return { number: (value) => value.toFixed(3), unit: "" };
  if (/regret|difference|loss|price/.test(measure) || differenceKinds.includes(kind)) {
    return { number: formatPercent, unit: " points" };
  }
  if (/accuracy|agreement|rate|share|cv$/.test(measure)) {
    return { number: formatPercent, unit: " %" };
  }
  return { number: (value) => String(Number(value.toPrecision(3))), unit: "" };
}
