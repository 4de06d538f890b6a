import type { AccuracyRow, ComparisonRow, Outcomes, OutcomesHeader } from "../records/mod.ts";
import {
  floatCollapsed,
  hasCollapsed,
  isOnLadder,
  type MeasuredCell,
  measuredCells,
} from "./cells.ts";
import { compareCells, type Truth } from "./measures.ts";
import { isCompared } from "./pairs.ts";

/** A cell of the shift ladder. */
export interface LadderCell extends MeasuredCell {
  /** Equal for cells on the same samples under the same condition. */
  readonly place: string;
}

/** The cells of one place, and what all of them are held against. */
interface Place {
  readonly cells: readonly LadderCell[];
  readonly truth: Truth;
  readonly warnings: string;
}

/**
 * `comparisons.csv`: configurations of one model, on the same samples of the shift ladder (draw 0),
 * compared sample by sample. Which ones: `isCompared` says. In what: in accuracy or AUC, with labels, and
 * in agreement with float32, where float32 was run. The rows are in the order of the accuracy rows: of
 * the first, then of the second, then by measure.
 *
 * @param outcomes What the cell of each row of `accuracy` said, in the same order.
 * @throws {RangeError} When rows and outcomes do not belong together.
 *
 * @example
 * ```ts
 * import { comparisonRows } from "./compare.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const header = { suite: "s", metric: "top-1", ids: [], labels: [], subsets: {}, cells: [] } as const;
 * assertEquals(comparisonRows([], { header, classes: [] }), []);
 * ```
 */
export function comparisonRows(
  accuracy: readonly AccuracyRow[],
  outcomes: Outcomes,
): readonly ComparisonRow[] {
  const cells = ladderCells(accuracy, outcomes);
  const places = new Map(
    [...Map.groupBy(cells, ({ place }) => place)]
      .map(([place, own]) => [place, placeOf(own, outcomes.header)] as const),
  );
  const standard = new Map(
    cells.map(({ row }) => row).filter(({ scheme }) => scheme === "static").toReversed()
      .map((row) => [row.model, row] as const),
  );
  return cells.flatMap((first) => {
    const { cells: others, truth, warnings } = places.get(first.place)!;
    return others
      .filter((second) => isCompared(first.row, second.row, standard.get(first.row.model)))
      .flatMap((second) =>
        compareCells(first, second, truth).map((compared): ComparisonRow => ({
          ...placeColumns(first.row),
          ...configurationColumns(first.row, second.row),
          ...compared,
          warnings,
        }))
      );
  });
}

/**
 * The cells of the shift ladder (draw 0).
 *
 * @throws {RangeError} When rows and outcomes do not belong together.
 */
export function ladderCells(
  accuracy: readonly AccuracyRow[],
  outcomes: Outcomes,
): readonly LadderCell[] {
  return measuredCells(accuracy, outcomes, isOnLadder).map((cell) => {
    const { model, shift, severity } = cell.row;
    return { ...cell, place: JSON.stringify([model, shift, severity, cell.subset ?? null]) };
  });
}

function placeOf(cells: readonly LadderCell[], { metric }: OutcomesHeader): Place {
  const float32 = cells.find(({ row }) => row.scheme === "float32")?.classes;
  return {
    cells,
    truth: { metric, labels: cells[0]!.labels, float32 },
    warnings: cells.some(({ row }) => hasCollapsed(row)) ? floatCollapsed : "",
  };
}

function placeColumns({ suite, model, shift, severity, samples }: AccuracyRow) {
  return { suite, phase: "shift-ladder", model, shift, severity, samples } as const;
}

function configurationColumns(first: AccuracyRow, second: AccuracyRow) {
  return {
    firstScheme: first.scheme,
    firstWeights: first.weights,
    firstCalibrator: first.calibrator,
    firstCalibratorParameter: first.calibratorParameter,
    firstCalibrationSize: first.calibrationSize,
    secondScheme: second.scheme,
    secondWeights: second.weights,
    secondCalibrator: second.calibrator,
    secondCalibratorParameter: second.calibratorParameter,
    secondCalibrationSize: second.calibrationSize,
  };
}
