import type { AccuracyRow, ComparisonRow, DecisionRow } from "../records/mod.ts";
import { conditionLabel, distinct, oneGranularity } from "./charts/select.ts";
import { seriesKey, seriesLabel, seriesOf } from "./charts/series.ts";
import { markdownName, markdownTable, markdownText } from "./markdown.ts";
import { decisionSections } from "./summary_decisions.ts";
import { pairedSection } from "./summary_paired.ts";
import { schemesSection } from "./summary_schemes.ts";
import { shippedSection, weightsSection } from "./summary_pairs.ts";
import {
  formatInterval,
  formatPercent,
  formatValue,
  isFloatCollapsed,
  metricLabel,
  samplesText,
} from "./text.ts";

type Rows = readonly AccuracyRow[];

/**
 * The sections on accuracy: clean inputs, the paired comparisons, each calibrator on clean inputs, the
 * worst shift of static and of dynamic, and where the two part. Selected from the shift ladder,
 * `comparisons.csv` and `decisions.csv`, nothing computed. Fidelity has agreement alone.
 */
export function accuracySections(
  rows: Rows,
  comparisons: readonly ComparisonRow[],
  decisions: readonly DecisionRow[],
): readonly string[] {
  const ladder = oneGranularity(rows.filter((row) => row.phase === "shift-ladder"));
  if (ladder.length === 0) return ["## Accuracy\n\nThe shift ladder was not run."];
  const fixed = seriesOf(ladder.filter((row) => row.scheme === "static"))[0];
  const isStatic = (row: AccuracyRow) => seriesKey(row) === fixed?.key;
  const name = fixed === undefined ? "static" : markdownName(fixed.label);
  const pairs = distinct(ladder, (row) => row.model)
    .map((model) => pairModel(model, ladder.filter((row) => row.model === model), isStatic));
  const hasValue = ladder[0]!.metric !== "fidelity";
  return [
    cleanSection(pairs, name),
    ...headlineSections(rows, comparisons, decisions),
    calibratorSection(ladder),
    worstSection(pairs, { name, hasValue }),
    partSection(pairs, name),
  ].filter((section) => section !== undefined);
}

/** What every scheme keeps, what the paired comparisons say, and what was decided. */
export function headlineSections(
  rows: Rows,
  comparisons: readonly ComparisonRow[],
  decisions: readonly DecisionRow[] = [],
): readonly string[] {
  return [
    schemesSection(rows),
    pairedSection(comparisons),
    ...decisionSections(decisions),
    shippedSection(comparisons),
    weightsSection(comparisons),
  ].filter((section) => section !== undefined);
}

/** float32, static, dynamic and what was shipped of one model under one condition. */
interface Rung {
  readonly condition: string;
  readonly shift: string;
  readonly severity: number;
  readonly float32: AccuracyRow | undefined;
  readonly fixed: AccuracyRow | undefined;
  readonly dynamic: AccuracyRow | undefined;
  readonly shipped: AccuracyRow | undefined;
  readonly collapsed: boolean;
}

interface ModelPair {
  readonly model: string;
  readonly rungs: readonly Rung[];
}

function pairModel(model: string, rows: Rows, isStatic: (row: AccuracyRow) => boolean): ModelPair {
  const rungs = distinct(rows, conditionLabel).map((condition): Rung => {
    const here = rows.filter((row) => conditionLabel(row) === condition);
    return {
      condition,
      shift: here[0]!.shift,
      severity: here[0]!.severity,
      float32: here.find((row) => row.scheme === "float32"),
      fixed: here.find(isStatic),
      dynamic: here.find((row) => row.scheme === "dynamic"),
      shipped: here.find((row) => row.scheme === "as-shipped"),
      collapsed: here.some(isFloatCollapsed),
    };
  });
  return { model, rungs };
}

function cleanSection(pairs: readonly ModelPair[], name: string): string | undefined {
  const clean = pairs.flatMap(({ model, rungs }) =>
    rungs.filter((rung) => rung.shift === "clean").map((rung) => ({ model, ...rung }))
  );
  if (clean.length === 0) return undefined;
  const measured = clean.flatMap(({ float32, fixed, dynamic, shipped }) =>
    float32 ?? fixed ?? dynamic ?? shipped ?? []
  );
  const metric = measured[0]?.metric;
  const values = when(metric !== "fidelity");
  const hasShipped = clean.some(({ shipped }) => shipped !== undefined);
  const wherever = when(hasShipped);
  const kept = `the share of samples that keep the ${metric === "auc" ? "decision" : "class"} ` +
    "float32 gives them";
  return [
    "## Clean inputs",
    `${markdownText(metricLabel(measured))} with its 95 % interval, ${samplesText(measured)}` +
    (metric === "fidelity" ? `: ${kept}.` : `; *agrees*: ${kept}.`) +
    (hasShipped ? " *as-shipped*: the quantized file that the model's maker shipped." : ""),
    markdownTable(
      [
        ...["model", ...values("float32", name, "dynamic", ...wherever("as-shipped"))],
        ...[`${name} agrees`, "dynamic agrees", ...wherever("as-shipped agrees")],
      ],
      clean.map(({ model, float32, fixed, dynamic, shipped }) => [
        markdownName(model),
        ...values(value(float32), value(fixed), value(dynamic), ...wherever(value(shipped))),
        agreement(fixed),
        agreement(dynamic),
        ...wherever(agreement(shipped)),
      ]),
    ),
  ].join("\n\n");
}

/** Gives its cells back where the condition holds, else none. */
function when(condition: boolean): (...cells: readonly string[]) => readonly string[] {
  return (...cells) => condition ? cells : [];
}

function calibratorSection(ladder: Rows): string | undefined {
  const clean = ladder.filter((row) => row.scheme === "static" && row.shift === "clean");
  const series = seriesOf(clean);
  if (series.length < 2) return undefined;
  const sizes = distinct(clean, (row) => row.calibrationSize).filter((size) => size !== undefined);
  return [
    "## Calibrators on clean inputs",
    (clean[0]!.metric === "fidelity"
      ? "Agreement with float32"
      : `${markdownText(metricLabel(clean))} / agreement with float32`) +
    (sizes.length === 0 ? "." : `; calibration samples: ${sizes.join(", ")}.`),
    markdownTable(
      ["model", ...series.map((one) => markdownName(one.label))],
      distinct(clean, (row) => row.model).map((model) => [
        markdownName(model),
        ...series.map(({ key }) => {
          const row = clean.find((one) => one.model === model && seriesKey(one) === key);
          return row === undefined ? "" : valueAndAgreement(row);
        }),
      ]),
    ),
  ].join("\n\n");
}

function valueAndAgreement({ metric, value, agreement }: AccuracyRow): string {
  const agrees = `${formatPercent(agreement)} %`;
  return metric === "fidelity" ? agrees : `${formatValue(value, metric)} / ${agrees}`;
}

function worstSection(
  pairs: readonly ModelPair[],
  { name, hasValue }: { readonly name: string; readonly hasValue: boolean },
): string | undefined {
  const values = when(hasValue);
  const rows = pairs.flatMap(({ model, rungs }) => {
    const open = shifted(rungs);
    return (["fixed", "dynamic"] as const).flatMap((scheme) => {
      const worst = open.filter((rung) => rung[scheme] !== undefined)
        .toSorted((a, b) => a[scheme]!.agreement - b[scheme]!.agreement)[0];
      return worst === undefined ? [] : [[
        markdownName(model),
        scheme === "fixed" ? name : seriesLabel({ scheme }),
        markdownName(worst.condition),
        ...values(value(worst.float32), value(worst.fixed), value(worst.dynamic)),
        agreement(worst.fixed),
        agreement(worst.dynamic),
      ]];
    });
  });
  if (rows.length === 0) return undefined;
  return [
    "## Worst shift",
    "The shift and severity at which each scheme agrees least with float32, and what the other " +
    "does there. Cells where float32 itself has collapsed are left out.",
    markdownTable(
      [
        ...["model", "worst for", "shift", ...values("float32", name, "dynamic")],
        ...[`${name} agrees`, "dynamic agrees"],
      ],
      rows,
    ),
  ].join("\n\n");
}

function partSection(pairs: readonly ModelPair[], name: string): string | undefined {
  const both = pairs.flatMap(({ rungs }) => shifted(rungs))
    .filter(({ fixed, dynamic }) => fixed !== undefined && dynamic !== undefined);
  const shifts = distinct(both, (rung) => rung.shift);
  if (shifts.length === 0) return undefined;
  return [
    "## Where they part",
    `The least severity at which the 95 % intervals of agreement of ${name} and dynamic no longer ` +
    "overlap, and which of the two agrees less; *no*: they overlap at every severity.",
    markdownTable(
      ["model", ...shifts.map(markdownName)],
      pairs.map(({ model, rungs }) => [
        markdownName(model),
        ...shifts.map((shift) => {
          const apart = shifted(rungs)
            .filter((rung) => rung.shift === shift && apartBy(rung) !== undefined)
            .toSorted((a, b) => a.severity - b.severity)[0];
          return apart === undefined ? "no" : `${apart.severity}: ${apartBy(apart)} agrees less`;
        }),
      ]),
    ),
  ].join("\n\n");
}

/** Which scheme agrees less, where the intervals do not overlap. */
function apartBy({ fixed, dynamic }: Rung): "static" | "dynamic" | undefined {
  if (fixed === undefined || dynamic === undefined) return undefined;
  if (fixed.agreementHi < dynamic.agreementLo) return "static";
  return dynamic.agreementHi < fixed.agreementLo ? "dynamic" : undefined;
}

function shifted(rungs: readonly Rung[]): readonly Rung[] {
  return rungs.filter(({ shift, collapsed }) => shift !== "clean" && !collapsed);
}

function value(row: AccuracyRow | undefined): string {
  if (row === undefined) return "";
  return formatInterval({ value: row.value, lo: row.valueLo, hi: row.valueHi }, row.metric);
}

function agreement(row: AccuracyRow | undefined): string {
  if (row === undefined) return "";
  const shares = { value: row.agreement, lo: row.agreementLo, hi: row.agreementHi };
  return formatInterval(shares, "agreement");
}
