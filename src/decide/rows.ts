import type { AccuracyRow, DecisionRow } from "../records/mod.ts";
import { holm } from "../statistics/mod.ts";

/** What every row says. */
type Always = "suite" | "kind" | "model" | "measure" | "verdict";

const blank: Omit<DecisionRow, Always> = {
  scheme: undefined,
  weights: undefined,
  calibrator: undefined,
  calibratorParameter: undefined,
  calibrationSize: undefined,
  calibrationCondition: undefined,
  shift: undefined,
  severity: undefined,
  layer: undefined,
  against: undefined,
  samples: undefined,
  draws: undefined,
  value: undefined,
  lo: undefined,
  hi: undefined,
  margin: undefined,
  p: undefined,
  pHolm: undefined,
  note: "",
};

/** A row of decisions.csv in which all that is not given is absent. */
export function decisionRow(
  fields: Pick<DecisionRow, Always> & Partial<DecisionRow>,
): DecisionRow {
  return { ...blank, ...fields };
}

/** The columns that say which configuration of which model a row is about. */
export function configurationColumns(row: AccuracyRow) {
  const { suite, model, scheme, weights, calibrator, calibratorParameter } = row;
  const { calibrationSize, calibrationCondition } = row;
  return {
    suite,
    model,
    scheme,
    weights,
    calibrator,
    calibratorParameter,
    calibrationSize,
    calibrationCondition,
  };
}

/** A key that is equal for rows whose columns are. */
export function keyOf(...columns: readonly (string | number | undefined)[]): string {
  return JSON.stringify(columns.map((column) => column ?? null));
}

/** Rows by a key, in the order in which the keys appear. */
export function groupsOf<Row>(
  rows: readonly Row[],
  key: (row: Row) => string,
): readonly (readonly Row[])[] {
  return [...Map.groupBy(rows, key).values()];
}

/** A row before its p-value is corrected; one without a family has its verdict. */
export type OpenRow =
  | { readonly row: DecisionRow; readonly family?: undefined }
  | {
    readonly row: DecisionRow;
    /** Equal for the rows of one family. */
    readonly family: string;
    /** The verdict by the corrected p-value. */
    readonly decide: (pHolm: number) => string;
  };

/** The rows, with Holm's correction over each family. */
export function closeRows(open: readonly OpenRow[]): readonly DecisionRow[] {
  const waiting = open.filter(({ family }) => family !== undefined);
  const corrected = new Map(
    groupsOf(waiting, ({ family }) => family!).flatMap((family) => {
      const ps = holm(family.map(({ row }) => row.p!));
      return family.map(({ row }, index) => [row, ps[index]!] as const);
    }),
  );
  return open.map((one) => {
    if (one.family === undefined) return one.row;
    const pHolm = corrected.get(one.row)!;
    return { ...one.row, pHolm, verdict: one.decide(pHolm) };
  });
}
