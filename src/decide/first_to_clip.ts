import type { DecisionRow, LayerRow } from "../records/mod.ts";
import type { DecisionInput } from "./decision_input.ts";
import { decisionRow, groupsOf, keyOf } from "./rows.ts";

/** Shares of an activation's values outside its range that count as clipping. */
const thresholds = [0.001, 0.01];

/**
 * `first-to-clip`: of each model and shift, under static with its first calibrator, the activation that
 * first clips more than a share of its values as severity grows from 0, clean; of several at one severity
 * that which clips most, then the earlier one. Value is its headroom on clean inputs.
 */
export function firstToClip({ layers }: DecisionInput): readonly DecisionRow[] {
  const fixed = layers.filter(({ scheme, clipRate }) =>
    scheme === "static" && clipRate !== undefined
  );
  return groupsOf(fixed, ({ model }) => model).flatMap((ofModel) => {
    const { calibrator, weights } = ofModel[0]!;
    const own = ofModel.filter((row) => row.calibrator === calibrator && row.weights === weights);
    const shifts = [...new Set(own.map(({ shift }) => shift))].filter((shift) => shift !== "clean");
    return shifts.flatMap((shift) =>
      thresholds.map((threshold) => clipRow(own, { shift, threshold }))
    );
  });
}

function clipRow(
  rows: readonly LayerRow[],
  { shift, threshold }: { readonly shift: string; readonly threshold: number },
): DecisionRow {
  const ladder = groupsOf(
    rows.filter((row) => row.shift === "clean" || row.shift === shift)
      .toSorted((a, b) => a.severity - b.severity),
    ({ severity }) => keyOf(severity),
  );
  const clipping = ladder
    .map((rung) => rung.filter(({ clipRate }) => clipRate! > threshold))
    .find((rung) => rung.length > 0);
  const first = clipping?.toSorted((a, b) =>
    b.clipRate! - a.clipRate! || a.position - b.position
  )[0];
  const clean = rows.find(({ shift, layer }) => shift === "clean" && layer === first?.layer);
  const { suite, model, scheme, weights, calibrator, calibrationSize, samples } = rows[0]!;
  return decisionRow({
    ...{ suite, model, scheme, weights, calibrator, calibrationSize, samples },
    kind: "first-to-clip",
    shift,
    severity: first?.severity,
    layer: first?.layer,
    measure: "headroom",
    value: clean?.headroom,
    margin: threshold,
    verdict: first === undefined ? "none" : first.severity === 0 ? "clips-clean" : "clips",
    note: first === undefined
      ? ""
      : `Clips ${(100 * first.clipRate!).toFixed(2)} % of its values; ` +
        `${clipping!.length} of ${ladder[0]!.length} activations clip more than that share there`,
  });
}
