import type { AffineParameters, RoundingProfile, Scale } from "../affine/mod.ts";
import type { DType, Shape, Tensor } from "../tensor/mod.ts";
import type { Op } from "./op.ts";

/**
 * How the codes of a value stand for reals.
 *
 * - `none` the elements are what they say
 * - `static` fixed parameters: per-tensor `scale * (code - zeroPoint)`; per-channel
 *   `scales[i] * code`, `i` the index along `axis`
 * - `dynamic` one scale and zero point per sample, found at run time
 */
export type Quantization =
  | { readonly kind: "none" }
  | {
    readonly kind: "static";
    readonly granularity: "per-tensor";
    readonly parameters: AffineParameters;
  }
  | {
    readonly kind: "static";
    readonly granularity: "per-channel";
    readonly axis: number;
    readonly scales: readonly Scale[];
  }
  | { readonly kind: "dynamic"; readonly granularity: "per-tensor" };

/** Element type, shape and quantization of a value. */
export interface ValueType {
  readonly dtype: DType;
  readonly shape: Shape;
  readonly quantization: Quantization;
}

/** A value of a Graph: a constant carries its tensor, an activation does not. */
export interface Value {
  readonly name: string;
  readonly type: ValueType;
  readonly constant?: Tensor;
}

/** One application of an operator. A node that requantizes names its rounding. */
export interface Node {
  readonly name: string;
  readonly op: Op;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly rounding?: RoundingProfile;
}

/**
 * An input or output of the model, in the model's own axis order: float32, or int8 with fixed
 * parameters. A uint8 one is an int8 value whose codes and zero point are 128 higher at the interface;
 * an int32 output is a float32 value that holds whole numbers. Parameters of a dynamic output are seen
 * by the tap of a session.
 */
export interface Port {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: Shape;
}

/**
 * A verified model: nodes in topological order, every value typed, nothing mutable.
 * Made by a reader or a pass, checked by `verifyGraph`.
 */
export interface Graph {
  readonly name: string;
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  readonly values: ReadonlyMap<string, Value>;
  readonly nodes: readonly Node[];
}

/** A value that is not quantized. */
export const unquantized: Quantization = { kind: "none" };

/**
 * The value of that name.
 *
 * @throws {Error} When the graph has none; a verified graph has every name that its nodes use.
 */
export function valueOf(graph: Graph, name: string): Value {
  const value = graph.values.get(name);
  if (value === undefined) throw new Error(`Cannot find value "${name}" in graph "${graph.name}"`);
  return value;
}

/** Ops that give back the codes that they were given: the output keeps the input's parameters. */
export const tiedOps: ReadonlySet<Op["kind"]> = new Set([
  "maxPool2d",
  "averagePool2d",
  "reshape",
  "transpose",
  "pad",
]);
