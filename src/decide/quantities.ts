/**
 * What a strategy keeps and costs, by name: as expressions and decisions.csv call it. Accuracy is the
 * metric of the suite: top-1 or AUC, and absent for fidelity.
 */
export const quantities = {
  clean_accuracy: "accuracy, or AUC, on clean inputs",
  worst_accuracy: "the least of all shifts and severities at which float32 has not collapsed",
  mean_accuracy: "the mean of these, severities weighted equally",
  clean_agreement: "share of clean inputs that get the class that float32 gives them",
  worst_agreement: "the least of all shifts and severities at which float32 has not collapsed",
  mean_agreement: "the mean of these, severities weighted equally",
  arena_bytes: "peak arena",
  flash_bytes: "weights, biases, multipliers and parameters",
  int8_macs: "integer multiply-accumulates for one input",
  float_macs: "float32 multiply-accumulates",
  int32_scan: "int32 accumulators scanned for their range",
  float_scan: "float32 elements scanned for their range",
  requantizations: "int32 accumulators brought to int8",
  quantize: "float32 elements quantized",
  dequantize: "int8 elements turned into float32",
  instructions_m3: "estimated Cortex-M3 instructions",
  instructions_m4: "estimated Cortex-M4 instructions",
  instructions_m7: "estimated Cortex-M7 instructions",
  instructions_m55: "estimated Cortex-M55 instructions",
  calibration_size: "samples of the calibration set; 0 where none is used",
  latency_us: "median wall time on the host of the run",
} as const;

/** The name of a quantity. */
export type QuantityName = keyof typeof quantities;

/** All such names. */
export const quantityNames = Object.keys(quantities) as readonly QuantityName[];

/** A value, its 95 % interval where it has one, and the cell that it is of. */
export interface Quantity {
  readonly value: number;
  readonly lo?: number;
  readonly hi?: number;
  readonly shift?: string;
  readonly severity?: number;
  readonly samples?: number;
}

/** What is known of one strategy; what is not is absent. */
export type Quantities = Readonly<Partial<Record<QuantityName, Quantity>>>;
