import { elementCount, sampleShape } from "../tensor/mod.ts";
import { type Graph, type Node, tiedOps, type Value, valueOf } from "./graph.ts";

/** The largest int32 bias in use: |bias| stays below it, so that sum and bias fit in int32. */
export const biasLimit = 2 ** 30;

/** Ops with weights and a bias. */
export type WeightedKind = "conv2d" | "depthwiseConv2d" | "fullyConnected";

/** Whether a node multiplies its input with constant weights. */
export function isWeighted(node: Node): boolean {
  const { kind } = node.op;
  return kind === "conv2d" || kind === "depthwiseConv2d" || kind === "fullyConnected";
}

/** Output channels of a weighted node's weights: the last axis of depthwise weights, else axis 0. */
export function outputChannels(node: Node, weights: Value): number {
  const shape = sampleShape(weights.type.shape);
  return node.op.kind === "depthwiseConv2d" ? shape.at(-1)! : shape[0]!;
}

/**
 * One scale an output channel of int8 weights, repeated where the tensor has one.
 *
 * @throws {Error} When the value is not statically quantized.
 */
export function weightScales(node: Node, weights: Value): Float32Array {
  const { quantization } = weights.type;
  if (quantization.kind !== "static") {
    throw new Error(`Cannot read the scales of "${weights.name}": it is not statically quantized`);
  }
  const channels = outputChannels(node, weights);
  return quantization.granularity === "per-channel"
    ? Float32Array.from(quantization.scales)
    : new Float32Array(channels).fill(quantization.parameters.scale);
}

/** The zero point of int8 weights: 0 but for models that bring another, and then one in all. */
export function weightZeroPoint({ type: { quantization } }: Value): number {
  return quantization.kind === "static" && quantization.granularity === "per-tensor"
    ? quantization.parameters.zeroPoint
    : 0;
}

/**
 * The least scale that each activation may have, so that every int32 bias `round(b / (s_in * s_w))`
 * of the weighted ops that read it stays below 2^30. A tied op (pooling, reshape, …) and a clamp,
 * which may keep its input's scale, pass the demand on to their input. For a graph with int8 weights and float32 biases; 0 where nothing demands.
 */
export function scaleFloors(graph: Graph): ReadonlyMap<string, number> {
  const floors = new Map<string, number>();
  const raise = (name: string, floor: number) =>
    floors.set(name, Math.max(floors.get(name) ?? 0, floor));
  for (const node of graph.nodes.toReversed()) {
    const input = node.inputs[0]!;
    const keepsScale = tiedOps.has(node.op.kind) || node.op.kind === "clamp";
    if (keepsScale) raise(input, floors.get(node.output) ?? 0);
    if (!isWeighted(node) || node.inputs[2] === undefined) continue;
    const bias = valueOf(graph, node.inputs[2]).constant;
    const weights = valueOf(graph, node.inputs[1]!);
    if (bias?.dtype !== "float32" || weights.type.dtype !== "int8") continue;
    const scales = weightScales(node, weights);
    for (let c = 0; c < elementCount(bias.shape); c++) {
      // A little above the limit's own quotient, so that float32 rounding stays on the safe side.
      raise(input, Math.fround(Math.abs(bias.data[c]!) / (scales[c]! * biasLimit) * 1.000001));
    }
  }
  return floors;
}
