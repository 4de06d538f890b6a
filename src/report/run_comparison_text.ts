import type {
  CellChange,
  Change,
  CostChange,
  LoneCells,
  RunComparison,
} from "../decide/compare_runs.ts";
import { distinct } from "./charts/select.ts";
import { differenceText, shortText, whereText } from "./recommendation_text.ts";
import { displayName, formatCount } from "./text.ts";

/** The most lines of one list: a run has thousands of cells. */
const longest = 20;

/**
 * What changed between two runs, in words: what got worse first, then what may have, what got better,
 * what is added and missing, and how much is the same.
 *
 * @param margins As they were given: `1 point`, `1 %`.
 */
export function runComparisonText(
  comparison: RunComparison,
  margins: { readonly points: number; readonly percent: number },
): string {
  const { cells, costs, missing, added, worse } = comparison;
  const models = distinct(cells, ({ model }) => model).length;
  const samples = cells[0]?.samples ?? 0;
  const counted = cells.filter(({ decides }) => decides);
  const lists = [
    list("Worse", [...of(counted, "worse").map(cellText), ...of(costs, "worse").map(costText)]),
    list("May be worse, which the samples cannot tell", of(counted, "may-be-worse").map(cellText)),
    list("Better", [...of(counted, "better").map(cellText), ...of(costs, "better").map(costText)]),
    list("Missing", missing.map(loneText)),
    list("Added", added.map(loneText)),
    list(
      "Changed where float32 had already collapsed, which fails nothing",
      cells.filter(({ change, decides }) => !decides && change !== "same").map(cellText),
    ),
  ];
  const same = of(counted, "same").length + of(costs, "same").length;
  return [
    `${models} ${models === 1 ? "model" : "models"}, ${
      formatCount(samples)
    } samples, the same in both ` +
    `runs: paired. Margin in points ${margins.points}, of cost ${margins.percent} %.`,
    ...lists.filter((text) => text !== undefined),
    `Same: ${formatCount(same)} of ${formatCount(counted.length + costs.length)} figures.`,
    worse ? "WORSE beyond the margin." : "Not worse beyond the margin.",
  ].join("\n\n");
}

function of<T extends { readonly change: Change }>(
  rows: readonly T[],
  change: Change,
): readonly T[] {
  return rows.filter((row) => row.change === change);
}

function list(heading: string, lines: readonly string[]): string | undefined {
  if (lines.length === 0) return undefined;
  const rest = lines.length - longest;
  return [
    `${heading} (${formatCount(lines.length)}):`,
    ...lines.slice(0, longest).map((line) => `  ${line}`),
    ...(rest > 0 ? [`  and ${formatCount(rest)} more: --json has all`] : []),
  ].join("\n");
}

function cellText(cell: CellChange): string {
  const { measure, difference, lo, hi } = cell;
  return `${displayName(cell.model)} ${shortText(cell)} ${whereText(cell)}: ` +
    differenceText({ measure, value: difference, lo, hi });
}

function costText({ model, scheme, weights, measure, first, second }: CostChange): string {
  const name = [model, scheme, weights].filter((part) => part !== undefined).map((part) =>
    displayName(part)
  ).join(" ");
  return `${name}: ${measure} ${formatCount(first)} to ${formatCount(second)}`;
}

function loneText(lone: LoneCells): string {
  return `${displayName(lone.model)} ${shortText(lone)}: ${formatCount(lone.cells)} cells`;
}
