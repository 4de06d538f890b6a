import { type RecommendationVerdict, standingNotes } from "../decide/mod.ts";
import type { ComparedMeasure, DecisionRow } from "../records/mod.ts";
import { conditionLabel, distinct } from "./charts/select.ts";
import { seriesLabel } from "./charts/series.ts";
import { formatDifference } from "./comparison_text.ts";
import {
  displayName,
  formatBytes,
  formatCount,
  formatInterval,
  formatQuantity,
  formatValue,
} from "./text.ts";

/** What is said of one model: plain text, for a page still to be escaped. */
export interface ModelText {
  readonly model: string;
  readonly headline: string;
  readonly lines: readonly { readonly label: string; readonly text: string }[];
}

type Rows = readonly DecisionRow[];

/**
 * The recommendations of `decisions.csv` in words, one a model: what to deploy, on what it rests, what
 * comes next, what would change it. Selected from rows of kinds strategy and recommendation, nothing
 * computed.
 */
export function recommendationTexts(decisions: Rows): readonly ModelText[] {
  const rows = decisions.filter(({ kind }) => kind === "recommendation");
  return distinct(rows, ({ model }) => model).flatMap((model) => {
    const own = rows.filter((row) => row.model === model);
    const main = find(own, "recommended") ?? find(own, "not-decided");
    if (main === undefined) return [];
    const quantities = quantitiesOf(decisions, main);
    return [{
      model: displayName(model),
      headline: headline(main, own, decisions),
      lines: [
        { label: "Costs", text: costs(quantities) },
        { label: "Keeps", text: keeps(quantities, main.measure) },
        { label: "Calibration set", text: calibrationSet(main, decisions) },
        { label: "Evidence", text: evidence(main, own) },
        { label: "Runner-up", text: runnerUp(own) },
        { label: "Beside static min-max", text: baseline(main, own) },
        { label: "What would change it", text: changes(own).join("; ") },
      ].filter(({ text }) => text !== ""),
    }];
  });
}

/** The row of a verdict about what decides, not about the agreement beside it. */
function find(rows: Rows, verdict: RecommendationVerdict): DecisionRow | undefined {
  return rows.find((row) => row.verdict === verdict);
}

function agreementOf(rows: Rows, { verdict, measure, ...rest }: DecisionRow) {
  return measure === "agreement"
    ? undefined
    : rows.find((row) =>
      row.verdict === verdict && row.measure === "agreement" && isSameStrategy(row, rest)
    );
}

type Columns =
  & Partial<Pick<DecisionRow, "scheme" | "dynamicValues">>
  & Pick<DecisionRow, "weights" | "calibrator" | "calibratorParameter" | "calibrationSize">;

function isSameStrategy(one: Columns, other: Columns): boolean {
  return one.scheme === other.scheme && one.weights === other.weights &&
    one.dynamicValues === other.dynamicValues && one.calibrator === other.calibrator &&
    one.calibratorParameter === other.calibratorParameter &&
    one.calibrationSize === other.calibrationSize;
}

/** `static min-max, per-channel weights, calibrated on 500 samples`. */
export function strategyText({ scheme = "", weights, calibrationSize, ...rest }: Columns): string {
  return [
    seriesLabel({ scheme, ...rest }),
    ...(weights === undefined ? [] : [`${displayName(weights)} weights`]),
    ...(calibrationSize === undefined
      ? []
      : [`calibrated on ${formatCount(calibrationSize)} samples`]),
  ].join(", ");
}

/** `static min-max per-channel`. */
export function shortText({ scheme = "", weights, ...rest }: Columns): string {
  return [
    seriesLabel({ scheme, ...rest }),
    ...(weights === undefined ? [] : [displayName(weights)]),
  ]
    .join(" ");
}

function headline(main: DecisionRow, rows: Rows, decisions: Rows): string {
  if (main.verdict === "recommended") return strategyText(main);
  const who = find(rows, "more-samples") ?? find(rows, "larger-margin");
  const price = who && costs(quantitiesOf(decisions, who));
  return `not decided: ${who === undefined ? "another one" : shortText(who)} ` +
    `${price ? `(${price}) ` : ""}comes before it by cost and may be as good, which the samples ` +
    `of this run cannot tell. Until then ${strategyText(main)}`;
}

/** How few samples its calibrator would need, by what the sizes of the run show. */
function calibrationSet(
  { model, weights, calibrator, calibratorParameter, calibrationSize }: DecisionRow,
  decisions: Rows,
): string {
  const sizes = decisions.filter((row) =>
    row.kind === "smallest-size" && row.model === model && row.weights === weights &&
    row.calibrator === calibrator && row.calibratorParameter === calibratorParameter
  );
  const all = sizes.find(({ measure }) => measure === "all") ?? sizes[0];
  if (calibrationSize === undefined || all === undefined) return "";
  return all.value === undefined
    ? "no size is shown to be equivalent to the largest: take the largest"
    : `${formatCount(all.value)} samples are shown to be equivalent to the largest size`;
}

function quantitiesOf(decisions: Rows, strategy: DecisionRow): Rows {
  return decisions.filter((row) =>
    row.kind === "strategy" && row.model === strategy.model && isSameStrategy(row, strategy)
  );
}

/** What it takes on the device, from rows of kind strategy. */
export function costs(quantities: Rows): string {
  const value = (name: string) => quantities.find(({ measure }) => measure === name)?.value;
  const [instructions, arena, flash] = ["instructions_m4", "arena_bytes", "flash_bytes"].map(value);
  return [
    ...(instructions === undefined
      ? []
      : [`about ${formatQuantity(instructions)} Cortex-M4 instructions an input`]),
    ...(arena === undefined ? [] : [`arena ${formatBytes(arena)}`]),
    ...(flash === undefined ? [] : [`flash ${formatBytes(flash)}`]),
  ].join(", ");
}

/** What it keeps: accuracy, where there are labels, and agreement. */
export function keeps(quantities: Rows, measure: string): string {
  const hasAccuracy = quantities.some((row) => row.measure === "clean_accuracy");
  const name = measure === "auc" ? "AUC" : "accuracy";
  const part = (what: string, metric: string) => {
    const row = (prefix: string) => quantities.find((one) => one.measure === `${prefix}_${what}`);
    const [clean, worst, mean] = ["clean", "worst", "mean"].map(row);
    return [
      ...(clean === undefined ? [] : [`${interval(clean, metric)} on clean inputs`]),
      ...(worst === undefined
        ? []
        : [`${interval(worst, metric)} under the worst shift (${condition(worst)})`]),
      ...(mean?.value === undefined ? [] : [
        `${formatValue(mean.value, metric)}${metric === "auc" ? "" : " %"} on average over shifts`,
      ]),
    ].join(", ");
  };
  const texts = [
    ...(hasAccuracy ? [[name, part("accuracy", measure)]] : []),
    ["agreement with float32", part("agreement", "agreement")],
  ].filter(([, text]) => text !== "");
  return texts.map((pair) => pair.join(" ")).join("; ");
}

function interval({ value, lo, hi }: DecisionRow, metric: string): string {
  return value === undefined || lo === undefined || hi === undefined
    ? ""
    : formatInterval({ value, lo, hi }, metric);
}

function condition({ shift = "", severity = 0 }: Place): string {
  return displayName(conditionLabel({ shift, severity }));
}

type Place = Partial<Pick<DecisionRow, "shift" | "severity">>;

/** `under gain 5`, or `on clean inputs`. */
export function whereText(place: Place): string {
  return place.severity === 0 && place.shift === "clean"
    ? "on clean inputs"
    : `under ${condition(place)}`;
}

/** `accuracy -0.4 points [-2.0, 1.2]`. */
export function differenceText(
  { measure, value, lo, hi }: Pick<DecisionRow, "measure" | "value" | "lo" | "hi">,
): string {
  if (value === undefined || lo === undefined || hi === undefined) return "";
  const columns = { difference: value, differenceLo: lo, differenceHi: hi };
  const text = formatDifference({ ...columns, measure: measure as ComparedMeasure });
  const [middle, ...rest] = text.split(" ");
  const unit = measure === "auc" ? "" : " points";
  return `${measure === "auc" ? "AUC" : measure} ${middle}${unit} ${rest.join(" ")}`;
}

function evidence(main: DecisionRow, rows: Rows): string {
  if (main.against === undefined) return "there is no other to choose";
  const agreement = agreementOf(rows, main);
  const against = displayName(main.against);
  const isBest = main.note === standingNotes.best;
  const where = isBest
    ? `it is the best; who comes closest, ${against}, does so ${whereText(main)}, where it has`
    : `${whereText(main)}, where it loses most against the best, ${against}, it has`;
  const beside = agreement === undefined ? "" : `, ${differenceText(agreement)}`;
  const within = isBest ? "" : `: within the margin of ${points(main.margin ?? 0, main.measure)}`;
  const clipped = agreement?.hi !== undefined && agreement.hi < 0
    ? ". It follows float32 less without being less accurate: what it clips repairs as much as it breaks"
    : "";
  return `${where} ${differenceText(main)}${beside}${within}, on ${
    formatCount(main.samples ?? 0)
  } samples ` +
    `that had no part in choosing that condition${clipped}`;
}

function runnerUp(rows: Rows): string {
  const row = find(rows, "runner-up");
  if (row === undefined) return "";
  const standing = row.note === standingNotes.best
    ? "the best"
    : `${differenceText(row)} against the best ${whereText(row)}, ${row.note}`;
  return `${strategyText(row)}: ${standing}`;
}

function baseline(main: DecisionRow, rows: Rows): string {
  const row = find(rows, "baseline");
  if (row === undefined) {
    return main.scheme === "static" && main.calibrator === "min-max" ? "it is that" : "";
  }
  const agreement = agreementOf(rows, row);
  return `${differenceText(row)}${
    agreement === undefined ? "" : `, ${differenceText(agreement)}`
  } ` +
    `${whereText(row)}, where ${displayName(row.against ?? "")} loses most against it`;
}

function changes(rows: Rows): readonly string[] {
  return rows.flatMap((row) => {
    const { value, verdict } = row;
    if (value === undefined) return [];
    const measure = rows[0]!.measure;
    const who = shortText(row);
    switch (verdict) {
      case "larger-margin":
        return [`a margin above ${points(value, measure)} would take ${who}`];
      case "smaller-margin":
        return [`a margin of ${points(value, measure)} or less would take ${who}`];
      case "more-samples":
        return [
          `about ${formatCount(value)} evaluation samples would tell whether ${who} is as good`,
        ];
      default:
        return [];
    }
  });
}

/** `1.00 points`, or `0.010` of an AUC. */
function points(share: number, measure: string): string {
  if (measure === "auc") return share.toFixed(4);
  const text = (100 * share).toFixed(2).replace(/\.?0+$/, "");
  return text === "1" ? "1 point" : `${text} points`;
}
