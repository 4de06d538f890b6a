import type { DecisionRow } from "../records/mod.ts";
import { decisionRow, groupsOf, keyOf } from "./rows.ts";

/**
 * `smallest-size`: of each model and calibrator the smallest calibration size that, as every larger one, is
 * equivalent to the largest, or none: by measure, and in all of them where there are several. The sizes
 * are tested from the largest down, and the first that is not equivalent ends it, so the level holds for
 * all of them together without a correction (Maurer, Hothorn and Lehmacher 1995: a priori ordered
 * hypotheses).
 *
 * @param equivalences The rows of `size-equivalence`.
 */
export function smallestSizes(equivalences: readonly DecisionRow[]): readonly DecisionRow[] {
  const series = groupsOf(
    equivalences,
    (row) => keyOf(row.model, row.weights, row.calibrator, row.calibratorParameter),
  );
  return series.flatMap((own) => {
    const measures = [...new Set(own.map(({ measure }) => measure))];
    const rows = measures.map((measure) =>
      smallestOf(own.filter((row) => row.measure === measure), measure)
    );
    return measures.length > 1 ? [...rows, smallestOf(own, "all")] : rows;
  });
}

function smallestOf(rows: readonly DecisionRow[], measure: string): DecisionRow {
  const sizes = [...Map.groupBy(rows, ({ calibrationSize }) => calibrationSize!)]
    .toSorted(([a], [b]) => b - a);
  const end = sizes.findIndex(([, own]) => own.some(({ verdict }) => verdict !== "equivalent"));
  const smallest = (end < 0 ? sizes : sizes.slice(0, end)).at(-1)?.[0];
  const { suite, model, scheme, weights, calibrator, calibratorParameter, ...row } = rows[0]!;
  return decisionRow({
    ...{ suite, model, scheme, weights, calibrator, calibratorParameter },
    kind: "smallest-size",
    calibrationCondition: row.calibrationCondition,
    shift: row.shift,
    severity: row.severity,
    measure,
    against: row.against,
    samples: row.samples,
    draws: row.draws,
    value: smallest,
    margin: row.margin,
    verdict: smallest === undefined ? "none" : String(smallest),
    note: row.note,
  });
}
