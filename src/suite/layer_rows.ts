import type { LayerRow } from "../records/mod.ts";
import { sqnrDb } from "../statistics/mod.ts";
import {
  configurationColumns,
  evaluationOfCell,
  type MeasuredRun,
  rounded,
} from "./measured_run.ts";

/** The rows of layers.csv: every layer of every cell of the shift ladder but float32 and mixed. */
export function layerRows(run: MeasuredRun): readonly LayerRow[] {
  return run.cells
    .filter(({ phase, configuration: { scheme } }) =>
      phase === "shift-ladder" && scheme !== "float32" && scheme !== "mixed"
    )
    .flatMap((cell) => {
      const { configuration, condition } = cell;
      const { layers } = evaluationOfCell(run, cell);
      const { model, scheme, weights, calibrator, calibrationSize } = configurationColumns(
        configuration,
      );
      return (layers ?? []).map((layer): LayerRow => ({
        suite: run.suite,
        model,
        scheme,
        weights,
        calibrator,
        calibrationSize,
        shift: condition.shift,
        severity: condition.severity,
        layer: layer.layer,
        op: layer.op,
        position: layer.position,
        samples: run.settings.layerSamples,
        sqnrDb: rounded(finiteSqnr(layer)),
        clipRate: layer.clipped === undefined ? undefined : layer.clipped / layer.elements,
        headroom: rounded(layer.headroom),
      }));
    });
}

function finiteSqnr(
  { signal, noise }: { readonly signal: number; readonly noise: number },
): number | undefined {
  return Number.isFinite(signal) && Number.isFinite(noise) ? sqnrDb(signal, noise) : undefined;
}
