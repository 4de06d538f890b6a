import { decisionRow as rowOf } from "../../../src/decide/rows.ts";
import type { DecisionRow } from "../../../src/records/mod.ts";

/** A recommendation of digits' mlp that says nothing beyond its fields. */
export function decisionRow(fields: Partial<DecisionRow>): DecisionRow {
  return rowOf({
    suite: "digits",
    kind: "recommendation",
    model: "mlp",
    measure: "worst-accuracy",
    verdict: "recommended",
    ...fields,
  });
}
