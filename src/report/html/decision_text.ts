import type { DecisionKind, DecisionRow } from "../../records/mod.ts";
import { conditionLabel } from "../charts/select.ts";
import { seriesLabel } from "../charts/series.ts";
import { formatSignedInterval } from "../comparison_text.ts";
import { displayName, formatCount, formatPercent } from "../text.ts";

/** Kinds that the page has a table of, each with what it asks, as a heading. */
export const kindTitles: ReadonlyMap<DecisionKind, string> = new Map([
  ["smallest-size", "How many calibration samples are enough"],
  ["size-equivalence", "Each calibration size less the largest"],
  ["dispersion", "How much the draw of the calibration samples moves"],
  ["crossover", "From which severity on one loses to the other"],
  ["condition-price", "The price of a mismatched calibration set"],
  ["error-split", "Error of the weights, error of the activations"],
  ["first-to-clip", "Layers that clip first"],
]);

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

/** `accuracy less float32`, `headroom of what clips 1 %`: what a row measures. */
export function measureText({ kind, measure, against, margin }: DecisionRow): string {
  const name = measure === "auc" ? "AUC" : displayName(measure).replaceAll(/[-_]/g, " ");
  if (kind === "first-to-clip" && margin !== undefined) {
    return `${name} of what clips ${formatPercent(margin)} %`;
  }
  if (against === undefined || against === "") return name;
  const word = kind === "smallest-size" ? "as for" : kind === "crossover" ? "against" : "less";
  return `${name} ${word} ${displayName(against)}`;
}

/** `-3.6 points [-5.0, -2.5]`: the value of a row with its interval. Empty where there is none. */
export function valueText(row: DecisionRow): string {
  const { value, lo, hi } = row;
  if (value === undefined) return "";
  const { number, unit } = formatOf(row);
  if (unit === "points" && lo !== undefined && hi !== undefined) {
    const [middle, ...interval] = formatSignedInterval([value, lo, hi], row.measure).split(" ");
    return [middle, ...(row.measure === "auc" ? [] : [unit]), ...interval].join(" ");
  }
  const ends = [lo, hi].map((end) => end === undefined ? "…" : number(end));
  const interval = lo === undefined && hi === undefined ? "" : ` [${ends.join(", ")}]`;
  return `${number(value)}${unit === "" ? "" : ` ${unit}`}${interval}`;
}

interface Format {
  readonly number: (value: number) => string;
  readonly unit: string;
}

function formatOf({ kind, measure }: DecisionRow): Format {
  if (kind === "smallest-size") return { number: formatCount, unit: "samples" };
  if (kind === "crossover") return { number: (value) => value.toFixed(2), unit: "" };
  if (kind === "first-to-clip") return { number: (value) => value.toFixed(2), unit: "" };
  if (measure === "noise-db") return { number: (value) => value.toFixed(1), unit: "dB" };
  if (measure === "scale-cv") return { number: formatPercent, unit: "%" };
  if (measure.startsWith("auc-")) return { number: (value) => value.toFixed(4), unit: "" };
  return {
    number: (value) => kind === "dispersion" ? (100 * value).toFixed(2) : formatPercent(value),
    unit: "points",
  };
}
