/**
 * What a bound int8 convolution, depthwise convolution or fully connected layer needs at run time.
 * Binding writes it once, field by field in this order (`../plan.ts` lists the same names); pointers
 * are byte addresses. An array by channel begins again after the last one until it has `period`
 * elements, and has some to spare.
 */
@unmanaged
export class Plan {
  /** The least scale of a dynamic output; real bounds of a dynamic or float32 output. */
  scaleFloor: f64;
  clampMin: f64;
  clampMax: f64;

  /** Input: codes, and the parameters of each sample where `xDynamic` is 1. */
  x: usize;
  xPerSample: i32;
  xDynamic: i32;
  xScales: usize;
  xZeroPoints: usize;
  xScale: f32;
  xZeroPoint: i32;

  /** Bytes of one packed operand: 1 for the 8-bit dot product, 2 for the 16-bit one. */
  operandBytes: i32;
  /** What the 8-bit dot product wants added to a code, 128 or 0; 0 for the 16-bit one. */
  operandOffset: i32;

  /** Weights as packed by the op, their sums and their scales by channel. */
  weights: usize;
  weightSums: usize;
  weightScales: usize;

  /** Output: see `outputStatic` to `outputFloat32`. */
  kind: i32;
  y: usize;
  yScales: usize;
  yZeroPoints: usize;
  yScale: f32;
  yZeroPoint: i32;
  /** Code bounds of a static output. */
  codeMin: i32;
  codeMax: i32;
  /** By channel, int32 for a static output and float32 otherwise. */
  bias: usize;
  /** By channel: fixed-point multipliers and their shifts. */
  multipliers: usize;
  shifts: usize;

  /** Output channels, and output positions a sample. */
  channels: i32;
  positions: i32;
  /** Elements of arrays by channel: a multiple of 16 and of channels, or all that a finish sees. */
  period: i32;

  /** Scratch. */
  packed: usize;
  accumulators: usize;
  /** By channel: what accumulators start from. */
  start: usize;
  zeros: usize;
  units: usize;
  /** What `requantize` reads. */
  table: usize;
  /** By channel: bounds and extremes of accumulators. */
  lows: usize;
  highs: usize;
  mins: usize;
  maxs: usize;
  /** See `unbounded` to `oddlyBounded`. */
  bounds: i32;

  /** Window: `images` images a sample, packed to [packedHeight, packedWidth, packedChannels]. */
  images: i32;
  inputHeight: i32;
  inputWidth: i32;
  inputChannels: i32;
  packedHeight: i32;
  packedWidth: i32;
  packedChannels: i32;
  padTop: i32;
  padLeft: i32;
  outputHeight: i32;
  outputWidth: i32;

  /** Matrix product: the byte offset of each row of x, one entry a row. */
  rows: usize;
  rowCount: i32;
  /** Channels that a row makes, in all groups: those of `abreast` output positions side by side. */
  rowChannels: i32;
  abreast: i32;
  /** A row is `runs` runs of `steps` times 4 bytes; `runOffsets` leads from one to the next. */
  runs: i32;
  steps: i32;
  runOffsets: usize;
  groups: i32;
  /** Bytes from one group of x and of packed weights to the next. */
  xGroupBytes: i32;
  weightGroupBytes: i32;

  /** Depthwise: taps in fours, and the byte offset of each tap. */
  taps: i32;
  tapOffsets: usize;
  /** Depthwise 3x3 in 8 bits: room for interleaved rows, and the strides; else 0. Winograd: a strip. */
  columns: usize;
  strideHeight: i32;
  strideWidth: i32;

  /** Winograd: room for the tiles of `tileRows` tile rows; bytes of four of them at a frequency. */
  tiles: usize;
  tileRows: i32;
  frequencyBytes: i32;
}

/** No clamp; any clamp; one at -0, at a maximum of 0, or at NaN, which float32 minimums mistake. */
export const unbounded: i32 = 0;
export const bounded: i32 = 1;
export const oddlyBounded: i32 = 2;

export const outputStatic: i32 = 0;
export const outputDerived: i32 = 1;
export const outputDynamic: i32 = 2;
export const outputFloat32: i32 = 3;

/** The scale of a sample of the input. */
export function scaleOf(plan: Plan, sample: i32): f32 {
  return plan.xDynamic ? load<f32>(plan.xScales + (sample << 2)) : plan.xScale;
}

/** The zero point of a sample of the input. */
export function zeroPointOf(plan: Plan, sample: i32): i32 {
  return plan.xDynamic ? load<i32>(plan.xZeroPoints + (sample << 2)) : plan.xZeroPoint;
}

/** What a packed operand of real 0 holds: 0 in 16 bits, where packing subtracts the zero point. */
export function packedZero(plan: Plan, sample: i32): i32 {
  return plan.operandBytes == 1 ? zeroPointOf(plan, sample) + plan.operandOffset : 0;
}
