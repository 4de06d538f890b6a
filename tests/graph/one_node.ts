/** Graphs of one quantized node, for tests of what is legal. */
import { makeScale, makeZeroPoint } from "../../src/affine/mod.ts";
import {
  type Graph,
  noClamp,
  type Node,
  type Quantization,
  unquantized,
  type Value,
  type ValueType,
} from "../../src/graph/mod.ts";
import { allocate, elementCount, sampleShape, type Shape, tensor } from "../../src/tensor/mod.ts";

/** Fixed parameters: one scale. */
export function perTensor(scale: number, zeroPoint = 0): Quantization {
  const parameters = { scale: makeScale(scale), zeroPoint: makeZeroPoint(zeroPoint) };
  return { kind: "static", granularity: "per-tensor", parameters };
}

/** Fixed parameters: a scale an index along an axis. */
export function perChannel(axis: number, count: number): Quantization {
  const scales = Array.from({ length: count }, (_, i) => makeScale((i + 1) / 8));
  return { kind: "static", granularity: "per-channel", axis, scales };
}

/** Parameters found for each sample. */
export const dynamic: Quantization = { kind: "dynamic", granularity: "per-tensor" };

/** An int8 type. */
export function int8(shape: Shape, quantization: Quantization): ValueType {
  return { dtype: "int8", shape, quantization };
}

/** A float32 type. */
export function float32(shape: Shape): ValueType {
  return { dtype: "float32", shape, quantization: unquantized };
}

/** A value of that type, constant ones with zeros. */
export function value(name: string, type: ValueType, constant = false): readonly [string, Value] {
  if (!constant) return [name, { name, type }];
  const shape = sampleShape(type.shape);
  const data = allocate(type.dtype, elementCount(shape));
  return [name, { name, type, constant: tensor(type.dtype, shape, data) }];
}

/** One node between a quantize and a dequantize: x -> q -> node -> r -> y. */
export function oneNode(
  node: Omit<Node, "name" | "output">,
  { q, r, constants = [] }: {
    readonly q: ValueType;
    readonly r: ValueType;
    readonly constants?: readonly (readonly [string, Value])[];
  },
): Graph {
  const float = r.dtype === "float32";
  const quantized = q.dtype === "int8";
  return {
    name: "one",
    inputs: [{ name: "x", dtype: "float32", shape: q.shape }],
    outputs: [{ name: float ? "r" : "y", dtype: "float32", shape: r.shape }],
    values: new Map([
      value("x", float32(q.shape)),
      ...(quantized ? [value("q", q)] : []),
      value("r", r),
      ...(float ? [] : [value("y", float32(r.shape))]),
      ...constants,
    ]),
    nodes: [
      ...(quantized
        ? [{ name: "in", op: { kind: "quantize" }, inputs: ["x"], output: "q" } as const]
        : []),
      { name: "node", output: "r", ...node },
      ...(float
        ? []
        : [{ name: "out", op: { kind: "dequantize" }, inputs: ["r"], output: "y" } as const]),
    ],
  };
}

/** A fully connected layer. */
export const dense = { kind: "fullyConnected", clamp: noClamp } as const;
const w = ["w", "b"] as const;

/** A fully connected node with those types. */
export function denseGraph(
  { q, weights, bias, r, rounding = "tflm" }: {
    readonly q: ValueType;
    readonly weights: ValueType;
    readonly bias: ValueType;
    readonly r: ValueType;
    readonly rounding?: "tflm" | "none";
  },
): Graph {
  const input = q.dtype === "int8" ? "q" : "x";
  const named = rounding === "none" ? {} : { rounding };
  return oneNode({ op: dense, inputs: [input, ...w], ...named }, {
    q,
    r,
    constants: [value("w", weights, true), value("b", bias, true)],
  });
}
