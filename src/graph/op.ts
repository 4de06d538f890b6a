import type { Shape } from "../tensor/mod.ts";

/** Output clamp fused into an op, in real units: ReLU is [0, Infinity], ReLU6 [0, 6]. */
export interface Clamp {
  readonly min: number;
  readonly max: number;
}

/** No fused activation. */
export const noClamp: Clamp = { min: -Infinity, max: Infinity };

/** Rows (height), then columns (width). */
export type Pair = readonly [number, number];

/** Zero padding: top, left, bottom, right. */
export type Pads = readonly [number, number, number, number];

/** A window that slides over height and width of an [N, H, W, C] value. */
export interface Window {
  readonly strides: Pair;
  readonly dilations: Pair;
  readonly pads: Pads;
}

/**
 * The operators of a Graph. Images are [N, H, W, C]. Inputs in order:
 *
 * - `conv2d` x [N, H, W, C], weights [O, kh, kw, C / groups], bias [O] or none -> [N, H', W', O]
 * - `depthwiseConv2d` x [N, H, W, C], weights [kh, kw, C * multiplier], bias or none; output channel
 *   `c * multiplier + m` reads input channel `c`
 * - `fullyConnected` x [..., I], weights [O, I], bias [O] or none -> [..., O]
 * - `matmul` a [..., M, K], b [..., K, N] -> [..., M, N], both activations, leading axes broadcast
 * - `add`, `sub` (a - b), `mul` two values, broadcast as in NumPy
 * - `clamp` ReLU, ReLU6 and Clip that could not be fused
 * - `leakyRelu` `sigmoid` `tanh` `hardSigmoid` `hardSwish` elementwise
 * - `softmax` over the last axis
 * - `maxPool2d`, `averagePool2d` over an [N, H, W, C]; padding is not counted in the average
 * - `mean` over `axes`
 * - `reshape` to `shape`; `transpose` by `permutation`; `concat` along `axis`; `pad` with `value`
 * - `quantize` float32 -> int8, `dequantize` int8 -> float32, `requantize` int8 -> int8
 */
export type Op =
  | ({ readonly kind: "conv2d"; readonly groups: number; readonly clamp: Clamp } & Window)
  | (
    & { readonly kind: "depthwiseConv2d"; readonly multiplier: number; readonly clamp: Clamp }
    & Window
  )
  | { readonly kind: "fullyConnected"; readonly clamp: Clamp }
  | { readonly kind: "matmul"; readonly clamp: Clamp }
  | { readonly kind: "add"; readonly clamp: Clamp }
  | { readonly kind: "sub"; readonly clamp: Clamp }
  | { readonly kind: "mul"; readonly clamp: Clamp }
  | { readonly kind: "clamp"; readonly clamp: Clamp }
  | { readonly kind: "leakyRelu"; readonly alpha: number }
  | { readonly kind: "sigmoid" }
  | { readonly kind: "tanh" }
  | { readonly kind: "hardSigmoid"; readonly alpha: number; readonly beta: number }
  | { readonly kind: "hardSwish" }
  | { readonly kind: "softmax" }
  | ({ readonly kind: "maxPool2d"; readonly kernel: Pair } & Window)
  | ({ readonly kind: "averagePool2d"; readonly kernel: Pair } & Window)
  | { readonly kind: "mean"; readonly axes: readonly number[]; readonly keepDims: boolean }
  | { readonly kind: "reshape"; readonly shape: Shape }
  | { readonly kind: "transpose"; readonly permutation: readonly number[] }
  | { readonly kind: "concat"; readonly axis: number }
  | {
    readonly kind: "pad";
    readonly before: readonly number[];
    readonly after: readonly number[];
    readonly value: number;
  }
  | { readonly kind: "quantize" }
  | { readonly kind: "dequantize" }
  | { readonly kind: "requantize" };

/** The name of an operator. */
export type OpKind = Op["kind"];

/** The operator of one kind. */
export type OpOf<K extends OpKind> = Extract<Op, { readonly kind: K }>;
