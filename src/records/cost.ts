import type { Table } from "./table.ts";

/** Deterministic integer work and device memory of one layer, or of the whole model (`total`). */
export interface CostRow {
  readonly suite: string;
  readonly model: string;
  readonly scheme: string;
  readonly weights: string | undefined;
  readonly dynamicValues?: number | undefined;
  readonly layer: string;
  readonly op: string;
  readonly flashBytes: number;
  readonly arenaBytes: number | undefined;
  readonly livenessBytes: number;
  readonly weightBytes: number;
  readonly int8Macs: number;
  readonly floatMacs: number;
  readonly requantizations: number;
  readonly int32Scan: number;
  readonly floatScan: number;
  readonly quantize: number;
  readonly dequantize: number;
  readonly floatRescale: number;
  readonly parameterDerivations: number;
  readonly stagingBytes: number;
  readonly instructionsM3: number | undefined;
  readonly instructionsM4: number | undefined;
  readonly instructionsM7: number | undefined;
  readonly instructionsM55: number | undefined;
}

/** `cost.csv`. */
export const costTable: Table<CostRow> = {
  name: "cost",
  describe: {
    suite: "Suite name",
    model: "Model name",
    scheme: "float32, weight-only, static, dynamic, dynamic-input, hybrid, mixed or as-shipped",
    weights:
      "Weight granularity: per-channel, per-tensor or tflite; empty for float32 and as-shipped",
    dynamicValues:
      "Values whose parameters are found for each input, the first so many of mixed.csv; for mixed alone",
    layer: "Node name, or total",
    op: "Operator of the node; model for the total",
    flashBytes: "Weights, biases, multipliers and parameters kept in flash, in bytes",
    arenaBytes:
      "Peak arena of the whole model by the TFLM greedy plan, in bytes; on the total only",
    livenessBytes: "Bytes alive while the node runs; on the total, their maximum: the lower bound",
    weightBytes: "Bytes of the weight tensor alone",
    int8Macs: "Integer multiply-accumulates for one input",
    floatMacs: "float32 multiply-accumulates for one input",
    requantizations: "int32 accumulators brought to int8",
    int32Scan: "int32 accumulators scanned for their range",
    floatScan: "float32 elements scanned for their range",
    quantize: "float32 elements quantized to int8",
    dequantize: "int8 elements turned into float32",
    floatRescale: "int32 accumulators scaled to float32",
    parameterDerivations: "Biases and multipliers derived for this input, one a channel",
    stagingBytes: "int32 accumulators staged before their range is known, in bytes",
    instructionsM3: "Estimated Cortex-M3 instructions",
    instructionsM4: "Estimated Cortex-M4 instructions",
    instructionsM7: "Estimated Cortex-M7 instructions",
    instructionsM55: "Estimated Cortex-M55 instructions",
  },
  kinds: {
    suite: "text",
    model: "text",
    scheme: "text",
    weights: "text?",
    dynamicValues: "number?",
    layer: "text",
    op: "text",
    flashBytes: "number",
    arenaBytes: "number?",
    livenessBytes: "number",
    weightBytes: "number",
    int8Macs: "number",
    floatMacs: "number",
    requantizations: "number",
    int32Scan: "number",
    floatScan: "number",
    quantize: "number",
    dequantize: "number",
    floatRescale: "number",
    parameterDerivations: "number",
    stagingBytes: "number",
    instructionsM3: "number?",
    instructionsM4: "number?",
    instructionsM7: "number?",
    instructionsM55: "number?",
  },
};
