/**
 * ptqbench compares static and dynamic int8 post-training quantization on the same weights, kernels,
 * rounding and samples. The exports follow the pipeline:
 *
 * ```text
 * bytes      -- readModel -->  Graph (float32, or int8 as it was shipped)
 * Graph      -- observe -->    ActivationStatistics
 *            -- calibrate -->  CalibrationTable
 * Graph      -- quantize -->   Graph (quantized)
 *            -- writeOnnx -->  bytes
 *            -- prepare -->    Session
 *            -- measure… -->   accuracy, latency, memory, operations
 * cells      -- recommend -->  what to deploy
 * ```
 *
 * @module
 */
export * from "./src/tensor/mod.ts";
export * from "./src/affine/mod.ts";
export * from "./src/graph/mod.ts";
export {
  type OnnxConstant,
  readModel,
  readOnnx,
  type ReadOnnxOptions,
  readTflite,
  type ReadTfliteOptions,
  writeOnnx,
  type WriteOnnxOptions,
  writeTflite,
  type WriteTfliteOptions,
} from "./src/formats/mod.ts";
export {
  applyShift,
  type Domain,
  domains,
  type Ladder,
  type Ladders,
  type SampleForm,
  type SampleSource,
  severities,
  type ShiftName,
  shiftNames,
  type ShiftOptions,
  shiftsOf,
} from "./src/data/mod.ts";
export * from "./src/kernels/mod.ts";
export { prepare, type PrepareOptions, type Session, type Tap } from "./src/execute/mod.ts";
export * from "./src/calibrate/mod.ts";
export * from "./src/quantize/mod.ts";
export * from "./src/measure/mod.ts";
export {
  type Candidate,
  type JudgedDifference,
  type Judgement,
  type LadderCell,
  ladderCells,
  type Quantities,
  type Quantity,
  type QuantityName,
  recommend,
  type Recommendation,
  type RecommendOptions,
  strategiesOf,
  type Strategy,
  type StrategyColumns,
} from "./src/decide/mod.ts";
export {
  loadSuite,
  type Progress,
  type RunExecution,
  type RunMode,
  type RunOptions,
  type RunRequest,
  type RunResult,
  runSuite,
  type Suite,
  type SuiteDescription,
} from "./src/suite/mod.ts";
