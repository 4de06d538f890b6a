/**
 * ptqbench compares static and dynamic int8 post-training quantization on the same weights, kernels,
 * rounding and samples. The exports follow the pipeline:
 *
 * ```text
 * bytes      -- readOnnx -->   Graph (float32)
 * Graph      -- observe -->    ActivationStatistics
 *            -- calibrate -->  CalibrationTable
 * Graph      -- quantize -->   Graph (quantized)
 *            -- prepare -->    Session
 *            -- measure… -->   accuracy, latency, memory, operations
 * ```
 *
 * @module
 */
export * from "./src/tensor/mod.ts";
export * from "./src/affine/mod.ts";
export * from "./src/graph/mod.ts";
export { readOnnx } from "./src/formats/mod.ts";
export { applyShift, type SampleSource, severities, shiftNames } from "./src/data/mod.ts";
export { kernelSetNames, kernelSets } from "./src/kernels/mod.ts";
export { prepare, type PrepareOptions, type Session, type Tap } from "./src/execute/mod.ts";
export * from "./src/calibrate/mod.ts";
export { quantize, type Scheme, schemeKinds, weightGranularities } from "./src/quantize/mod.ts";
export {
  countOperations,
  estimateInstructions,
  measureAccuracy,
  measureFidelity,
  measureLatency,
  planMemory,
} from "./src/measure/mod.ts";
export { loadSuite, runSuite } from "./src/suite/mod.ts";
