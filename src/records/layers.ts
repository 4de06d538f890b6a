import type { Table } from "./table.ts";

/** One activation of one cell of the shift ladder. */
export interface LayerRow {
  readonly suite: string;
  readonly model: string;
  readonly scheme: string;
  readonly weights: string | undefined;
  readonly calibrator: string | undefined;
  readonly calibrationSize: number | undefined;
  readonly shift: string;
  readonly severity: number;
  readonly layer: string;
  readonly op: string;
  readonly position: number;
  readonly samples: number;
  readonly sqnrDb: number | undefined;
  readonly clipRate: number | undefined;
  readonly headroom: number | undefined;
}

/** `layers.csv`. */
export const layersTable: Table<LayerRow> = {
  name: "layers",
  describe: {
    suite: "Suite name",
    model: "Model name",
    scheme: "weight-only, static, dynamic, dynamic-input, hybrid or as-shipped",
    weights: "Weight granularity: per-channel, per-tensor or tflite; empty for as-shipped",
    calibrator: "Calibrator of a static scheme",
    calibrationSize: "Samples in the calibration set",
    shift: "Shift of the evaluation inputs; clean for none",
    severity: "Severity of the shift, 1 to 5; 0 for clean",
    layer:
      "Name of the activation; as-shipped has those whose name and shape it shares with float32",
    op: "Operator that makes it; input for the model's input",
    position: "Order of execution, from 0",
    samples: "Evaluation samples",
    sqnrDb:
      "Signal-to-quantization-noise ratio against the float32 model, in dB; empty where exact",
    clipRate:
      "Share of float32 values of this condition outside the static range; empty where nothing is static",
    headroom:
      "Width of the static range over the width of the observed float32 range; empty where nothing is static or observed",
  },
  kinds: {
    suite: "text",
    model: "text",
    scheme: "text",
    weights: "text?",
    calibrator: "text?",
    calibrationSize: "number?",
    shift: "text",
    severity: "number",
    layer: "text",
    op: "text",
    position: "number",
    samples: "number",
    sqnrDb: "number?",
    clipRate: "number?",
    headroom: "number?",
  },
};
