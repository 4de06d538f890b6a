import type { Table } from "./table.ts";

/** What a row of decisions.csv decides or estimates. */
export const decisionKinds = [
  "size-equivalence",
  "smallest-size",
  "dispersion",
  "crossover",
  "condition-price",
  "error-split",
  "first-to-clip",
  "strategy",
  "recommendation",
] as const;

/** The name of such a kind. */
export type DecisionKind = typeof decisionKinds[number];

/** One estimate or decision of a run, with what it is about and what it rests on. */
export interface DecisionRow {
  readonly suite: string;
  readonly kind: DecisionKind;
  readonly model: string;
  readonly scheme: string | undefined;
  readonly weights: string | undefined;
  readonly dynamicValues?: number | undefined;
  readonly calibrator: string | undefined;
  readonly calibratorParameter: number | undefined;
  readonly calibrationSize: number | undefined;
  readonly calibrationCondition: string | undefined;
  readonly shift: string | undefined;
  readonly severity: number | undefined;
  readonly layer: string | undefined;
  /** What `value` measures: accuracy, agreement, scale-cv, severity, instructions-m4 and so on. */
  readonly measure: string;
  /** What it is compared with, in words; absent for none. */
  readonly against: string | undefined;
  readonly samples: number | undefined;
  readonly draws: number | undefined;
  readonly value: number | undefined;
  readonly lo: number | undefined;
  readonly hi: number | undefined;
  readonly margin: number | undefined;
  readonly p: number | undefined;
  readonly pHolm: number | undefined;
  readonly verdict: string;
  readonly note: string;
}

/** `decisions.csv`. */
export const decisionsTable: Table<DecisionRow> = {
  name: "decisions",
  describe: {
    suite: "Suite name",
    kind: "What the row decides: see the list of kinds",
    model: "Model name",
    scheme: "Scheme that it is about",
    weights: "Weight granularity",
    dynamicValues: "How many values are dynamic, of scheme mixed: the first so many of mixed.csv",
    calibrator: "Calibrator of the static scheme that it is about, or that it is compared with",
    calibratorParameter: "The calibrator's parameter (percentile: percent kept), where it has one",
    calibrationSize: "Samples in the calibration set",
    calibrationCondition: "What was done to the calibration set: clean, or the name of a condition",
    shift: "Shift of the evaluation inputs; clean for none, empty where all are meant",
    severity: "Severity of the shift, 1 to 5; 0 for clean",
    layer: "Name of the activation, for what is about one",
    measure: "What value is",
    against: "What it is compared with; empty for nothing",
    samples: "Evaluation samples that it rests on",
    draws: "Random calibration sets that it rests on",
    value: "The estimate",
    lo: "Lower end of its 95 % interval",
    hi: "Upper end of its 95 % interval",
    margin: "Difference that counts as none; for first-to-clip the share that counts as clipping",
    p: "p-value of the test that the verdict rests on",
    pHolm: "The same after Holm's correction over the family that the list of kinds names",
    verdict: "What was decided: one of the words that the list of kinds has",
    note: "Why, in words",
  },
  kinds: {
    suite: "text",
    kind: "text",
    model: "text",
    scheme: "text?",
    weights: "text?",
    dynamicValues: "number?",
    calibrator: "text?",
    calibratorParameter: "number?",
    calibrationSize: "number?",
    calibrationCondition: "text?",
    shift: "text?",
    severity: "number?",
    layer: "text?",
    measure: "text",
    against: "text?",
    samples: "number?",
    draws: "number?",
    value: "number?",
    lo: "number?",
    hi: "number?",
    margin: "number?",
    p: "number?",
    pHolm: "number?",
    verdict: "text",
    note: "text",
  },
};
