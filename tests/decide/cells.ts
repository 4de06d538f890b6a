/** Accuracy rows with what their cells said, put together by hand. */
import type { AccuracyRow, Outcomes } from "../../src/records/mod.ts";
import { accuracyRow } from "../report/synthetic_accuracy.ts";

/** A row, and the class that it gives each sample. */
export interface TestCell {
  readonly row: Partial<AccuracyRow>;
  readonly classes: readonly number[];
  readonly scores?: readonly number[];
  readonly subset?: string;
}

export const float32 = { scheme: "float32", weights: undefined };
export const fixed = { scheme: "static", calibrator: "min-max", calibrationSize: 500, draw: 0 };
export const dynamic = { scheme: "dynamic" };

/** What `comparisonRows` takes, for these cells. */
export function tablesOf(
  cells: readonly TestCell[],
  header: Partial<Outcomes["header"]> = {},
): readonly [readonly AccuracyRow[], Outcomes] {
  const samples = cells[0]!.classes.length;
  const withScores = cells.some(({ scores }) => scores !== undefined);
  return [
    cells.map(({ row, classes }) => accuracyRow({ samples: classes.length, ...row })),
    {
      header: {
        suite: "digits",
        metric: "top-1",
        ids: Array.from({ length: samples }, (_, id) => id),
        subsets: {},
        ...header,
        cells: cells.map(({ subset }) => subset === undefined ? {} : { subset }),
      },
      classes: cells.map(({ classes }) => Uint16Array.from(classes)),
      ...(withScores && { scores: cells.map(({ scores }) => Float64Array.from(scores ?? [])) }),
    },
  ];
}
