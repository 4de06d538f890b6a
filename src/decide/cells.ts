import type { AccuracyRow, Outcomes, OutcomesHeader } from "../records/mod.ts";
import { type CellOutcomes, placementsOf } from "./measures.ts";

/** A row of accuracy.csv and what it said about every sample. */
export interface MeasuredCell extends CellOutcomes {
  readonly row: AccuracyRow;
  /** Name of the samples that it covers, where these are not all. */
  readonly subset: string | undefined;
  /** Of its samples; absent for fidelity. */
  readonly labels: readonly number[] | undefined;
  /** For metric auc alone; a higher score says positive. */
  readonly scores: Float64Array | undefined;
}

/**
 * The wanted rows, with what belongs to them.
 *
 * @param outcomes What the cell of each row of `accuracy` said, in the same order.
 * @throws {RangeError} When rows and outcomes do not belong together.
 */
export function measuredCells(
  accuracy: readonly AccuracyRow[],
  { header, classes, scores }: Outcomes,
  isWanted: (row: AccuracyRow) => boolean,
): readonly MeasuredCell[] {
  for (const [what, count] of [["cells", header.cells.length], ["classes", classes.length]]) {
    if (count === accuracy.length) continue;
    throw new RangeError(
      `Cannot compare cells: outcomes must have the ${accuracy.length} ${what} of the accuracy ` +
        `rows, got ${count}`,
    );
  }
  return accuracy.flatMap((row, index): readonly MeasuredCell[] => {
    if (!isWanted(row)) return [];
    const own = classes[index]!;
    if (own.length !== row.samples) {
      throw new RangeError(
        `Cannot compare cells: outcomes of accuracy row ${index} must have its ${row.samples} ` +
          `samples, got ${own.length}`,
      );
    }
    const { subset } = header.cells[index]!;
    const labels = labelsOf(header, subset);
    const score = scores?.[index];
    return [{
      row,
      subset,
      classes: own,
      labels,
      scores: score,
      placed: score && labels && placementsOf(score, labels),
    }];
  });
}

function labelsOf(
  { labels, subsets }: OutcomesHeader,
  subset: string | undefined,
): readonly number[] | undefined {
  return subset === undefined ? labels : labels && subsets[subset]!.map((at) => labels[at]!);
}

/** Whether a row is one of the shift ladder, draw 0. */
export function isOnLadder({ phase, draw }: AccuracyRow): boolean {
  return phase === "shift-ladder" && (draw ?? 0) === 0;
}

/** Whether float32 itself has lost its accuracy here: not for decisions. */
export function hasCollapsed({ warnings }: AccuracyRow): boolean {
  return warnings.split(" ").includes(floatCollapsed);
}

/** The warning that says so. */
export const floatCollapsed = "float-collapsed";
