/** Rows of decisions.csv, some of every kind that the summary shows: nothing measured. */
import type { DecisionRow } from "../../src/records/mod.ts";
import { decisionRow as blankRow } from "../../src/decide/rows.ts";
import { syntheticCalibrators, syntheticModels, syntheticShifts } from "./synthetic_models.ts";

/** A row about static min-max on clean inputs, with a margin of a point. */
export function decisionRow(
  fields: Pick<DecisionRow, "kind" | "measure" | "verdict"> & Partial<DecisionRow>,
): DecisionRow {
  return blankRow({
    suite: "digits",
    model: "mlp",
    scheme: "static",
    weights: "per-channel",
    calibrator: "min-max",
    calibrationSize: 500,
    shift: "clean",
    severity: 0,
    samples: 1000,
    margin: 0.01,
    ...fields,
  });
}

const difference = { value: -0.02, lo: -0.03, hi: -0.01, verdict: "loss" };

export function syntheticDecisions(): DecisionRow[] {
  const measures = ["accuracy", "agreement"];
  return syntheticModels.flatMap(({ model }) => [
    ...syntheticCalibrators.flatMap((calibrator) =>
      [...measures, "all"].map((measure) =>
        decisionRow({
          ...{ kind: "smallest-size", model, calibrator, measure },
          ...{ against: "size 1000", draws: 3, value: 200, verdict: "200" },
        })
      )
    ),
    ...syntheticShifts.flatMap((shift) =>
      measures.flatMap((measure) =>
        ["static", "dynamic"].map((scheme) =>
          decisionRow({
            ...{ kind: "crossover", model, scheme, shift, measure },
            ...(scheme === "static" && { value: 1.5, lo: 1.25, hi: 2 }),
            verdict: scheme === "static" ? "loses" : "does-not-lose",
          })
        )
      )
    ),
    ...measures.map((measure) =>
      decisionRow({
        ...{ kind: "condition-price", model, measure, calibrationCondition: "one-class" },
        ...difference,
      })
    ),
    ...["weight-only", "static", "dynamic"].flatMap((scheme) =>
      [...measures, "noise-db"].map((measure) =>
        decisionRow({
          ...{ kind: "error-split", model, scheme, measure },
          against: scheme === "weight-only" ? "float32" : "weight-only",
          ...difference,
        })
      )
    ),
  ]);
}
