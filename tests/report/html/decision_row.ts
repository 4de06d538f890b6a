import type { DecisionRow } from "../../../src/records/mod.ts";

/** A row that says nothing beyond its fields. */
export function decisionRow(fields: Partial<DecisionRow>): DecisionRow {
  return {
    suite: "digits",
    kind: "recommendation",
    model: "mlp",
    scheme: undefined,
    weights: undefined,
    calibrator: undefined,
    calibratorParameter: undefined,
    calibrationSize: undefined,
    calibrationCondition: undefined,
    shift: undefined,
    severity: undefined,
    layer: undefined,
    measure: "worst-accuracy",
    against: undefined,
    samples: undefined,
    draws: undefined,
    value: undefined,
    lo: undefined,
    hi: undefined,
    margin: undefined,
    p: undefined,
    pHolm: undefined,
    verdict: "recommended",
    note: "",
    ...fields,
  };
}
