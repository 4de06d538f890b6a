/**
 * The kernel-set table: every kernel that a session may bind, float32 and int8.
 *
 * A kernel is bound once, when a session is prepared: it checks nothing and may pack weights. What
 * it returns, a {@linkcode Run}, works on the first `samples` samples of its buffers and allocates
 * nothing. Buffers come from the set's own {@linkcode KernelMemory}, weights from anywhere: a kernel
 * that packs them lets go of what it was given.
 *
 * Float32 results are fixed to the bit: every sum runs from +0 in the order written at the kernel,
 * each product and each addition rounded to float32, no fused multiply-add; bias is added last,
 * then the clamp: first at least min, then at most max. NaN passes through arithmetic, clamp and
 * maximum. Integer results are fixed by the arithmetic of `affine`.
 */
import type { AffineParameters, FixedPoint, RoundingProfile } from "../affine/mod.ts";
import type { DType, TypedArrays } from "../tensor/mod.ts";
import type {
  ConvGeometry,
  ElementwiseGeometry,
  MatmulGeometry,
  MatrixGeometry,
  ReduceGeometry,
  RowsGeometry,
  WindowGeometry,
} from "./geometry.ts";

export type * from "./geometry.ts";

/** Runs a bound kernel on the first `samples` samples of its buffers. */
export type Run = (samples: number) => void;

/** Where the buffers of a session live. */
export interface KernelMemory {
  /** A zero-filled buffer of `length` elements. */
  allocate<D extends DType>(dtype: D, length: number): TypedArrays[D];
}

/** Real-valued clamp of an output; infinities for none. */
export interface ClampRange {
  readonly min: number;
  readonly max: number;
}

/** Static parameters of an int8 buffer. */
export interface StaticInt8 extends AffineParameters {
  readonly kind: "static";
  readonly data: Int8Array;
}

/** An int8 buffer with one scale and zero point a sample, written by its producer. */
export interface DynamicInt8 {
  readonly kind: "dynamic";
  readonly data: Int8Array;
  readonly scales: Float32Array;
  readonly zeroPoints: Int32Array;
  /** The least scale that a producer may choose (see `biasScaleFloor` in `quantize`). */
  readonly scaleFloor: number;
}

/** An int8 activation. */
export type Int8Buffer = StaticInt8 | DynamicInt8;

/** A float32 activation. */
export interface Float32Buffer {
  readonly kind: "float32";
  readonly data: Float32Array;
}

/** Code bounds of a static output: the zero point's image of the clamp, within [-128, 127]. */
export interface CodeRange {
  readonly min: number;
  readonly max: number;
}

/** Int8 weights, symmetric, one scale an output channel (repeated where the tensor has one). */
export interface Int8Weights {
  readonly data: Int8Array;
  readonly scales: Float32Array;
  /** 0 but for models that bring another; subtracted from each code. */
  readonly zeroPoint: number;
}

/**
 * How a weighted op (convolution, depthwise, fully connected) turns accumulators into its output.
 *
 * - `static` input and output fixed: bias int32 at `s_in * s_w[c]`, multipliers fixed.
 * - `derived` dynamic input, fixed output: bias and multipliers derived for each sample, no staging.
 * - `dynamic` output parameters found for each sample: accumulators of the whole output are staged
 *   as int32, clamped, scanned per channel, requantized.
 * - `float32` (hybrid) dynamic input: `acc * (s_in * s_w[c]) + bias[c]`, then the clamp.
 */
export type WeightedOutput =
  | {
    readonly kind: "static";
    readonly y: StaticInt8;
    readonly bias: Int32Array | undefined;
    readonly multipliers: readonly FixedPoint[];
    readonly codes: CodeRange;
  }
  | {
    readonly kind: "derived";
    readonly y: StaticInt8;
    readonly bias: Float32Array | undefined;
    readonly clamp: ClampRange;
  }
  | {
    readonly kind: "dynamic";
    readonly y: DynamicInt8;
    readonly bias: Float32Array | undefined;
    readonly clamp: ClampRange;
  }
  | {
    readonly kind: "float32";
    readonly y: Float32Buffer;
    readonly bias: Float32Array | undefined;
    readonly clamp: ClampRange;
  };

/**
 * The static output of a fully connected layer of profile `litert-ref`, rounded once in float64:
 * bias int32 at `s_in * s_w[c]`, multipliers real.
 */
export interface StaticFloat64Output {
  readonly kind: "static-float64";
  readonly y: StaticInt8;
  readonly bias: Int32Array | undefined;
  readonly multipliers: readonly number[];
  readonly codes: CodeRange;
}

/** The output of a fully connected layer. */
export type MatrixOutput = WeightedOutput | StaticFloat64Output;

/** A weighted int8 op to bind. */
export interface WeightedInt8<G, O extends MatrixOutput = WeightedOutput> {
  readonly x: Int8Buffer;
  readonly weights: Int8Weights;
  readonly geometry: G;
  readonly output: O;
}

/** A weighted float32 op to bind: weights laid out as in `Op`. */
export interface WeightedFloat32<G> {
  readonly x: Float32Array;
  readonly weights: Float32Array;
  readonly bias: Float32Array | undefined;
  readonly y: Float32Array;
  readonly geometry: G;
  readonly clamp: ClampRange;
}

/**
 * The float32 kernels. Sums run in this order: convolutions over (kernel row, kernel column,
 * channel), taps in the padding left out; fully connected and matmul over the inner index; mean and
 * average over the window or index in order, then one division.
 */
export interface Float32Kernels {
  conv2d(args: WeightedFloat32<ConvGeometry>): Run;
  depthwiseConv2d(args: WeightedFloat32<WindowGeometry>): Run;
  fullyConnected(args: WeightedFloat32<MatrixGeometry>): Run;
  matmul(
    args: {
      a: Float32Array;
      b: Float32Array;
      y: Float32Array;
      geometry: MatmulGeometry;
      clamp: ClampRange;
    },
  ): Run;
  add(args: Elementwise<Float32Array>): Run;
  sub(args: Elementwise<Float32Array>): Run;
  mul(args: Elementwise<Float32Array>): Run;
  clamp(args: Unary<Float32Array> & { clamp: ClampRange }): Run;
  leakyRelu(args: Unary<Float32Array> & { alpha: number }): Run;
  sigmoid(args: Unary<Float32Array>): Run;
  tanh(args: Unary<Float32Array>): Run;
  hardSigmoid(args: Unary<Float32Array> & { alpha: number; beta: number }): Run;
  hardSwish(args: Unary<Float32Array>): Run;
  softmax(args: { x: Float32Array; y: Float32Array; geometry: RowsGeometry }): Run;
  maxPool2d(args: { x: Float32Array; y: Float32Array; geometry: WindowGeometry }): Run;
  averagePool2d(args: { x: Float32Array; y: Float32Array; geometry: WindowGeometry }): Run;
  mean(args: { x: Float32Array; y: Float32Array; geometry: ReduceGeometry }): Run;
}

/** Two operands, an output, how they meet, and the fused clamp. */
export interface Elementwise<A> {
  readonly a: A;
  readonly b: A;
  readonly y: A;
  readonly geometry: ElementwiseGeometry;
  readonly clamp: ClampRange;
}

/** One operand and an output of the same shape, `elements` a sample. */
export interface Unary<A> {
  readonly x: A;
  readonly y: A;
  readonly elements: number;
}

/** The profile of an int8 op whose results between static parameters depend on it. */
export interface Rounded {
  /** @default {"tflm"} */
  readonly rounding?: RoundingProfile | undefined;
}

/** Two int8 operands of an op with a profile. */
export type PairInt8 = Elementwise<Int8Buffer> & Rounded;

/** One int8 operand of an op with a profile. */
export type UnaryInt8 = Unary<Int8Buffer> & Rounded;

/**
 * The int8 kernels. An op whose output is dynamic stages its integers as int32, scans them, derives
 * the parameters of this sample and requantizes (see `docs/quantization.md`). The elementwise
 * functions of one value (`leakyRelu` to `hardSwish`, and `clamp`) are tables of 256 codes: made once
 * where the input is static, once a sample where it is dynamic.
 */
export interface Int8Kernels {
  conv2d(args: WeightedInt8<ConvGeometry>): Run;
  depthwiseConv2d(args: WeightedInt8<WindowGeometry>): Run;
  fullyConnected(args: WeightedInt8<MatrixGeometry, MatrixOutput>): Run;
  matmul(
    args: {
      a: Int8Buffer;
      b: Int8Buffer;
      y: Int8Buffer;
      geometry: MatmulGeometry;
      clamp: ClampRange;
    },
  ): Run;
  add(args: Elementwise<Int8Buffer>): Run;
  sub(args: PairInt8): Run;
  mul(args: PairInt8): Run;
  clamp(args: UnaryInt8 & { clamp: ClampRange }): Run;
  leakyRelu(args: Unary<Int8Buffer> & { alpha: number }): Run;
  sigmoid(args: UnaryInt8): Run;
  tanh(args: UnaryInt8): Run;
  hardSigmoid(args: Unary<Int8Buffer> & { alpha: number; beta: number }): Run;
  hardSwish(args: Unary<Int8Buffer>): Run;
  /** Output parameters are always static: scale 1/256, zero point -128. */
  softmax(args: { x: Int8Buffer; y: StaticInt8; geometry: RowsGeometry }): Run;
  /** Codes only: the output's parameters are the input's (a session shares them). */
  maxPool2d(args: { x: Int8Array; y: Int8Array; geometry: WindowGeometry; codes: CodeRange }): Run;
  averagePool2d(
    args: { x: Int8Array; y: Int8Array; geometry: WindowGeometry; codes: CodeRange },
  ): Run;
  mean(args: { x: Int8Buffer; y: Int8Buffer; geometry: ReduceGeometry }): Run;
  /** int8 to int8 with other parameters: `D(v, s_in / s_out) + z_out`. */
  requantize(args: Unary<Int8Buffer>): Run;
  /** float32 to int8: static parameters, or a scan of the sample's finite elements first. */
  quantize(args: { x: Float32Array; y: Int8Buffer; elements: number }): Run;
  /** int8 to float32: `s * (q - z)`, rounded once. */
  dequantize(args: { x: Int8Buffer; y: Float32Array; elements: number }): Run;
  /**
   * Concatenation where any parameters differ or are dynamic: y static, inputs brought to it; y
   * dynamic, the union of the inputs' represented ranges gives the parameters of this sample.
   * Input i is [outer, inners[i]] a sample, the output [outer, sum of inners].
   */
  concat(
    args: {
      xs: readonly Int8Buffer[];
      y: Int8Buffer;
      outer: number;
      inners: readonly number[];
      /** Elements of each input from one sample to the next, 0 for a constant; absent: all move. */
      perSample?: readonly number[];
    },
  ): Run;
}

/** Kernels that move elements and never look at them. */
export interface MoveKernels {
  /** Output element i of a sample is input element `index[i]`; -1 gives `fill[sample]` or `fill[0]`. */
  gather(
    args: {
      x: Float32Array | Int8Array;
      y: Float32Array | Int8Array;
      /** Elements of x and y a sample. */
      inputs: number;
      index: Int32Array;
      fill: Float32Array | Int32Array;
    },
  ): Run;
  /** Concatenation of buffers of one dtype; geometry as in `Int8Kernels.concat`. */
  concat(
    args: {
      xs: readonly (Float32Array | Int8Array)[];
      y: Float32Array | Int8Array;
      outer: number;
      inners: readonly number[];
      /** Elements of each input from one sample to the next, 0 for a constant. */
      perSample: readonly number[];
    },
  ): Run;
}

/** A kernel set: `reference` is plain loops and the specification, others must equal it bit for bit. */
export interface KernelSet {
  readonly name: string;
  createMemory(): KernelMemory;
  readonly float32: Float32Kernels;
  readonly int8: Int8Kernels;
  readonly move: MoveKernels;
}
