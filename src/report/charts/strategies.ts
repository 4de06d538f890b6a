import type { AccuracyRow, CostRow } from "../../records/mod.ts";
import { isFloatCollapsed } from "../text.ts";
import { distinct, oneGranularity } from "./select.ts";
import { type Series, seriesKey, seriesOf } from "./series.ts";

/** What a point is worth: the column of accuracy.csv whose worst is shown. */
export type WorthColumn = "value" | "agreement";

/** What a point costs: a column of the totals in cost.csv. */
export type CostColumn = "instructionsM4" | "arenaBytes";

/** One way to ship a model: what it costs, and its worst rows under shift. */
export interface Strategy {
  readonly series: Series;
  readonly dynamicValues: number | undefined;
  readonly cost: CostRow;
  /** The row with the least of each column; float-collapsed cells do not count. */
  readonly worst: Readonly<Record<WorthColumn, AccuracyRow>>;
}

/** Schemes that nobody would ship for their cost: the reference, and what only splits the error. */
const references: readonly string[] = ["float32", "weight-only"];

/** The row with the least of a column; the first of equal ones. */
export function worstOf(
  rows: readonly AccuracyRow[],
  column: WorthColumn,
): AccuracyRow | undefined {
  const open = rows.filter((row) => row.shift !== "clean" && !isFloatCollapsed(row));
  return open.reduce<AccuracyRow | undefined>(
    (worst, row) => worst === undefined || row[column] < worst[column] ? row : worst,
    undefined,
  );
}

/**
 * The strategies of each model that both tables know, in the order of legends, mixed by how many values
 * are dynamic. All calibrators of static have the one cost of static.
 */
export function strategiesByModel(
  accuracy: readonly AccuracyRow[],
  cost: readonly CostRow[],
): readonly { readonly model: string; readonly strategies: readonly Strategy[] }[] {
  const ladder = oneGranularity(accuracy.filter(({ phase }) => phase === "shift-ladder"));
  const shipped = ladder.filter(({ scheme }) => !references.includes(scheme));
  const totals = oneGranularity(cost.filter(({ layer }) => layer === "total"));
  const series = seriesOf(shipped);
  return distinct(shipped, ({ model }) => model).map((model) => ({
    model,
    strategies: series.flatMap((one): readonly Strategy[] => {
      const rows = shipped.filter((row) => row.model === model && seriesKey(row) === one.key);
      const [first] = rows;
      const total = totals.find((row) =>
        row.model === model && row.scheme === first?.scheme &&
        row.dynamicValues === first.dynamicValues
      );
      const [value, agreement] = [worstOf(rows, "value"), worstOf(rows, "agreement")];
      if (!first || !total || !value || !agreement) return [];
      const { dynamicValues } = first;
      return [{ series: one, dynamicValues, cost: total, worst: { value, agreement } }];
    }).toSorted((a, b) =>
      a.series.rank - b.series.rank || (a.dynamicValues ?? 0) - (b.dynamicValues ?? 0)
    ),
  })).filter(({ strategies }) => strategies.length > 0);
}
