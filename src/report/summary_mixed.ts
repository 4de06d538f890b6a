import type { AccuracyRow, CostRow } from "../records/mod.ts";
import { conditionLabel } from "./charts/select.ts";
import { strategiesByModel, type Strategy } from "./charts/strategies.ts";
import { markdownName, markdownTable, markdownText } from "./markdown.ts";
import { formatBytes, formatInterval, formatQuantity, metricLabel, samplesText } from "./text.ts";

/**
 * The section on scheme mixed between its two ends: what each choice of dynamic values keeps under its
 * worst shift, and what it costs. `undefined` where mixed was not run.
 */
export function mixedSection(
  accuracy: readonly AccuracyRow[],
  cost: readonly CostRow[],
): string | undefined {
  const models = strategiesByModel(accuracy, cost)
    .map(({ model, strategies }) => ({ model, shown: betweenItsEnds(strategies) }))
    .filter(({ shown }) => shown.length > 0);
  const rows = models.flatMap(({ shown }) => shown.map(({ worst }) => worst.value));
  if (rows.length === 0) return undefined;
  const hasValue = rows[0]!.metric !== "fidelity";
  return [
    "## Static, mixed, dynamic",
    "Mixed is static with some values dynamic: the first so many of mixed.csv, which are those whose " +
    "ranges move most under shift for what it costs to follow them. Each under its own worst shift, " +
    `${samplesText(rows)}; cells where float32 itself has collapsed are left out.`,
    markdownTable(
      [
        ...["model", "scheme"],
        ...(hasValue ? [`worst ${markdownText(metricLabel(rows))}`] : []),
        ...["worst agreement", "Cortex-M4 instructions", "arena"],
      ],
      models.flatMap(({ model, shown }) =>
        shown.map(({ series, cost: total, worst }) => [
          ...[markdownName(model), markdownName(series.label)],
          ...(hasValue ? [worstCell(worst.value, "value")] : []),
          worstCell(worst.agreement, "agreement"),
          total.instructionsM4 === undefined ? "" : formatQuantity(total.instructionsM4),
          total.arenaBytes === undefined ? "" : formatBytes(total.arenaBytes),
        ])
      ),
    ),
  ].join("\n\n");
}

/** Static under the calibrator of mixed, mixed, then dynamic; nothing where there is no mixed. */
function betweenItsEnds(strategies: readonly Strategy[]): readonly Strategy[] {
  const mixed = strategies.filter(({ dynamicValues }) => dynamicValues !== undefined);
  const [first] = mixed;
  if (first === undefined) return [];
  const { calibrator, calibratorParameter } = first.worst.value;
  const fixed = strategies.filter(({ series, worst: { value } }) =>
    series.scheme === "static" && value.calibrator === calibrator &&
    value.calibratorParameter === calibratorParameter
  );
  const dynamic = strategies.filter(({ series }) => series.scheme === "dynamic");
  return [...fixed, ...mixed, ...dynamic];
}

function worstCell(row: AccuracyRow, column: "value" | "agreement"): string {
  const interval = column === "value"
    ? formatInterval({ value: row.value, lo: row.valueLo, hi: row.valueHi }, row.metric)
    : formatInterval(
      { value: row.agreement, lo: row.agreementLo, hi: row.agreementHi },
      "agreement",
    );
  return `${interval}, ${markdownName(conditionLabel(row))}`;
}
