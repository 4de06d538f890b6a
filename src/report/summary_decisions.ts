import type { DecisionKind, DecisionRow } from "../records/mod.ts";
import { conditionLabel, distinct, oneGranularity } from "./charts/select.ts";
import { seriesKey, seriesLabel, seriesOf } from "./charts/series.ts";
import { formatSignedInterval, unitsOf } from "./comparison_text.ts";
import { markdownName, markdownTable } from "./markdown.ts";
import { formatPercent } from "./text.ts";

type Rows = readonly DecisionRow[];

/**
 * The sections on what was decided about calibration and about static and dynamic: selected from
 * `decisions.csv`, nothing computed. A section without rows is left out.
 */
export function decisionSections(decisions: Rows): readonly string[] {
  const of = (kind: DecisionKind) => oneGranularity(decisions.filter((row) => row.kind === kind));
  return [
    sizeSection(of("smallest-size")),
    crossoverSection(of("crossover")),
    priceSection(of("condition-price")),
    splitSection(of("error-split")),
  ].filter((section) => section !== undefined);
}

/** Static under the calibrator of a row, which may be about what static is compared with. */
function staticSeries({ calibrator, calibratorParameter }: DecisionRow) {
  return { scheme: "static", calibrator, calibratorParameter };
}

/** The rows of the first static calibrator, in the order of legends, and its name as Markdown. */
function ofFirstCalibrator(rows: Rows): { readonly name: string; readonly own: Rows } {
  const first = seriesOf(rows.map(staticSeries))[0]!;
  return {
    name: markdownName(first.label),
    own: rows.filter((row) => seriesKey(staticSeries(row)) === first.key),
  };
}

/** `1 point`, or `1 point (0.01 of an AUC)`. */
function marginText(rows: Rows): string {
  const margin = rows[0]!.margin!;
  const points = margin === 0.01 ? "1 point" : `${formatPercent(margin)} points`;
  return rows.some(({ measure }) => measure === "auc") ? `${points} (${margin} of an AUC)` : points;
}

const names: Readonly<Record<string, string>> = { auc: "AUC" };

/** Measures as tables name them, those of rows, without that of all together. */
function measuresOf(rows: Rows): readonly string[] {
  return distinct(rows, ({ measure }) => measure)
    .filter((measure) => measure !== "all" && measure !== "noise-db");
}

function units(rows: Rows): string {
  return unitsOf(measuresOf(rows).map((measure) => ({ measure })));
}

function measureName(measure: string): string {
  return markdownName(names[measure] ?? measure);
}

function sizeSection(rows: Rows): string | undefined {
  if (rows.length === 0) return undefined;
  const measures = measuresOf(rows);
  const series = seriesOf(rows.map(staticSeries));
  const { against, draws } = rows[0]!;
  return [
    "## How many calibration samples are enough",
    `The smallest calibration size that, as every larger one, is equivalent to ` +
    `${markdownName(against ?? "")}: the difference in ${
      measures.map(measureName).join(" / in ")
    } on clean inputs lies within ${marginText(rows)}, over ${draws} ` +
    `draw${draws === 1 ? "" : "s"}. *none*: no smaller size was shown to be.`,
    markdownTable(
      ["model", ...series.map(({ label }) => markdownName(label))],
      distinct(rows, ({ model }) => model).map((model) => [
        markdownName(model),
        ...series.map(({ key }) =>
          measures.flatMap((measure) =>
            rows.find((row) =>
              row.model === model && row.measure === measure &&
              seriesKey(staticSeries(row)) === key
            )?.verdict ?? []
          ).map(markdownName).join(" / ")
        ),
      ]),
    ),
  ].join("\n\n");
}

function crossoverSection(rows: Rows): string | undefined {
  if (rows.length === 0) return undefined;
  const { name, own } = ofFirstCalibrator(rows);
  const shifts = distinct(own, ({ shift }) => shift).filter((shift) => shift !== undefined);
  return [
    "## When static loses",
    `The severity from which ${name} loses to dynamic, or dynamic to it, by ${
      marginText(own)
    } or ` +
    "more, with its 95 % interval; 0 is clean, and between severities it is interpolated. " +
    "*neither*: at no severity, which was shown for both; *open*: the samples do not say.",
    markdownTable(
      ["model", "in", ...shifts.map(markdownName)],
      distinct(own, ({ model }) => model).flatMap((model) =>
        measuresOf(own.filter((row) => row.model === model)).map((measure) => [
          markdownName(model),
          measureName(measure),
          ...shifts.map((shift) =>
            crossoverCell(
              own.filter((row) =>
                row.model === model && row.measure === measure && row.shift === shift
              ),
            )
          ),
        ])
      ),
    ),
  ].join("\n\n");
}

function crossoverCell(rows: Rows): string {
  const loses = rows.filter(({ verdict }) => verdict === "loses");
  if (loses.length > 0) return loses.map(fromText).join("; ");
  if (rows.length === 0) return "";
  return rows.every(({ verdict }) => verdict === "does-not-lose") ? "neither" : "open";
}

/** `static from 1.35 [1.08, 1.77]`. */
function fromText({ scheme, value, lo, hi }: DecisionRow): string {
  const [from, least, most] = [value, lo, hi]
    .map((severity) => severity === undefined ? "beyond" : severity.toFixed(2));
  return `${markdownName(scheme ?? "")} from ${from} [${least}, ${most}]`;
}

function priceSection(rows: Rows): string | undefined {
  const open = rows.filter(({ verdict }) => verdict !== "float-collapsed");
  if (open.length === 0) return undefined;
  const largest = distinct(open, ({ model }) => model).flatMap((model) =>
    measuresOf(open).flatMap((measure) => {
      const own = open.filter((row) => row.model === model && row.measure === measure);
      const losses = own.filter(({ verdict }) => verdict === "loss");
      return (losses.length > 0 ? losses : own).toSorted((a, b) => a.value! - b.value!)[0] ?? [];
    })
  );
  return [
    "## The price of a mismatched calibration set",
    "What static loses where it was calibrated on other inputs than clean ones: the largest loss of each " +
    "model, less the same calibrator on clean inputs, " +
    `${units(open)}, with the 95 % interval. ` +
    "Of many differences the largest is in part chance; the verdicts are corrected for their number. Cells " +
    "where float32 itself has collapsed are left out.",
    markdownTable(
      ["model", "in", "calibrated on", "evaluated on", "scheme", "difference"],
      largest.map((row) => [
        markdownName(row.model),
        measureName(row.measure),
        markdownName(row.calibrationCondition ?? ""),
        markdownName(conditionLabel({ shift: row.shift ?? "", severity: row.severity ?? 0 })),
        markdownName(seriesLabel(staticSeries(row))),
        differenceCell(row),
      ]),
    ),
  ].join("\n\n");
}

function splitSection(rows: Rows): string | undefined {
  const clean = rows.filter(({ shift }) => shift === "clean");
  const measures = measuresOf(clean);
  if (measures.length === 0) return undefined;
  const hasNoise = clean.some(({ measure }) => measure === "noise-db");
  const pairs = distinct(clean, pairKey).map((key) => clean.filter((row) => pairKey(row) === key));
  return [
    "## Where the error comes from",
    "Clean inputs: what int8 weights change, and what int8 activations add to it, in points with the " +
    "95 % interval." +
    (hasNoise
      ? " Noise: of the logits, in dB above the signal, and for activations above that of weight-only."
      : ""),
    markdownTable(
      ["model", "error of", ...measures.map(measureName), ...(hasNoise ? ["noise"] : [])],
      pairs.map((own) => [
        markdownName(own[0]!.model),
        sourceText(own[0]!),
        ...measures.map((measure) => {
          const row = own.find((one) => one.measure === measure);
          return row === undefined ? "" : differenceCell(row);
        }),
        ...(hasNoise ? [noiseCell(own.find(({ measure }) => measure === "noise-db"))] : []),
      ]),
    ),
  ].join("\n\n");
}

function pairKey({ model, scheme, against }: DecisionRow): string {
  return JSON.stringify([model, scheme, against]);
}

function sourceText(row: DecisionRow): string {
  if (row.scheme === "weight-only") return "weights";
  const label = row.scheme === "static" ? seriesLabel(staticSeries(row)) : row.scheme ?? "";
  return `activations, ${markdownName(label)}`;
}

function noiseCell(row: DecisionRow | undefined): string {
  if (row?.value === undefined) return "";
  const text = row.value.toFixed(1);
  return `${/^[^-]*[1-9]/.test(text) ? "+" : ""}${text} dB`;
}

/** `-3.6 [-5.0, -2.5]: loss`. */
function differenceCell({ value, lo, hi, measure, verdict }: DecisionRow): string {
  const interval = formatSignedInterval([value!, lo!, hi!], measure);
  return `${interval}: ${markdownName(verdict === "undecided" ? "open" : verdict)}`;
}
