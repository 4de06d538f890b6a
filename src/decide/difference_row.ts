import type { DecisionRow } from "../records/mod.ts";
import { floatCollapsed } from "./cells.ts";
import { equivalence, type Paired } from "./paired.ts";
import { decisionRow, type OpenRow } from "./rows.ts";
import { differenceVerdict } from "./verdicts.ts";

/**
 * A row of a paired difference, with its p-value against "there is none": the rows of one kind and model are
 * a family. Where float32 itself has
 * collapsed it is shown and decides nothing.
 */
export function differenceRow(
  paired: Paired,
  columns: Pick<DecisionRow, "suite" | "kind" | "model"> & Partial<DecisionRow> & {
    readonly margin: number;
  },
  { isCollapsed }: { readonly isCollapsed: boolean },
): OpenRow {
  const { measure, difference, lo, hi, p } = paired;
  const row = { ...columns, measure, value: difference, lo, hi };
  if (isCollapsed) return { row: decisionRow({ ...row, verdict: floatCollapsed }) };
  const equivalent = equivalence(paired, columns.margin);
  return {
    row: decisionRow({ ...row, p, verdict: "" }),
    family: columns.model,
    decide: (pHolm) => differenceVerdict(difference, { equivalent, differs: pHolm }),
  };
}
