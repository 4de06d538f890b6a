import {
  type AccuracyRow,
  type ComparisonRow,
  type Outcomes,
  type OutcomesHeader,
} from "../records/mod.ts";
import { type CellOutcomes, compareCells, placementsOf, type Truth } from "./measures.ts";
import { isCompared } from "./pairs.ts";

/** A row of the shift ladder and what it said about every sample. */
export interface LadderCell extends CellOutcomes {
  readonly row: AccuracyRow;
  /** The samples that it covers, where these are not all. */
  readonly subset: string | undefined;
  /** For metric auc alone; a higher score says positive. */
  readonly scores: Float64Array | undefined;
  /** Equal for cells on the same samples under the same condition. */
  readonly place: string;
  readonly labels: readonly number[] | undefined;
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
 * The rows of the shift ladder (draw 0), with what belongs to them.
 *
 * @throws {RangeError} When rows and outcomes do not belong together.
 */
export function ladderCells(
  accuracy: readonly AccuracyRow[],
  { header, classes, scores }: Outcomes,
): readonly LadderCell[] {
  for (const [what, count] of [["cells", header.cells.length], ["classes", classes.length]]) {
    if (count === accuracy.length) continue;
    throw new RangeError(
      `Cannot compare cells: outcomes must have the ${accuracy.length} ${what} of the accuracy ` +
        `rows, got ${count}`,
    );
  }
  return accuracy.flatMap((row, index): readonly LadderCell[] => {
    const { phase, draw, samples, model, shift, severity } = row;
    if (phase !== "shift-ladder" || (draw ?? 0) !== 0) return [];
    const own = classes[index]!;
    if (own.length !== samples) {
      throw new RangeError(
        `Cannot compare cells: outcomes of accuracy row ${index} must have its ${samples} ` +
          `samples, got ${own.length}`,
      );
    }
    const { subset } = header.cells[index]!;
    const labels = labelsOf(header, subset);
    const score = scores?.[index];
    return [{
      row,
      subset,
      scores: score,
      place: JSON.stringify([model, shift, severity, subset ?? null]),
      classes: own,
      labels,
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

const collapsed = "float-collapsed";

function placeOf(cells: readonly LadderCell[], { metric }: OutcomesHeader): Place {
  const float32 = cells.find(({ row }) => row.scheme === "float32")?.classes;
  const hasCollapsed = cells.some(({ row }) => row.warnings.split(" ").includes(collapsed));
  return {
    cells,
    truth: { metric, labels: cells[0]!.labels, float32 },
    warnings: hasCollapsed ? collapsed : "",
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
