import {
  clamp,
  makeScale,
  makeZeroPoint,
  roundHalfAway,
  type Scale,
  weightCodeMax,
} from "../affine/mod.ts";
import {
  biasLimit,
  type Graph,
  isWeighted,
  ModelError,
  type Node,
  outputChannels,
  type Quantization,
  type Value,
  valueOf,
} from "../graph/mod.ts";
import { tensor } from "../tensor/mod.ts";
import type { WeightGranularity } from "./scheme.ts";

/** Elements of each output channel: the last axis of depthwise weights, else axis 0. */
function channelIndex(node: Node, elements: number, channels: number): (i: number) => number {
  const inner = elements / channels;
  return node.op.kind === "depthwiseConv2d" ? (i) => i % channels : (i) => Math.floor(i / inner);
}

/**
 * Symmetric int8 weights, `scale = max|w| / 127`, `code = round(w / scale)` in float32, ties away
 * from zero. A channel of zeros takes the scale of the whole tensor, so that its bias keeps its
 * resolution; a tensor of zeros takes scale 1.
 *
 * @throws {ModelError} When a weight is not finite, or an int32 accumulator could overflow.
 */
export function quantizeWeights(
  node: Node,
  weights: Value,
  granularity: WeightGranularity,
): Value {
  const { constant } = weights;
  if (constant?.dtype !== "float32") {
    throw new ModelError(
      `Cannot quantize node "${node.name}" (${node.op.kind}): its weights must be float32, ` +
        `"${weights.name}" is ${weights.type.dtype}`,
    );
  }
  const { data, shape } = constant;
  checkFinite(node, weights);
  const channels = outputChannels(node, weights);
  const channelOf = channelIndex(node, data.length, channels);
  const largest = new Float32Array(channels);
  data.forEach((w, i) => {
    const c = channelOf(i);
    largest[c] = Math.max(largest[c]!, Math.abs(w));
  });
  const whole = scaleOf(largest.reduce((a, b) => Math.max(a, b), 0));
  const perChannel = granularity === "per-channel" ||
    (granularity === "tflite" && node.op.kind !== "fullyConnected");
  const scales = Array.from(
    largest,
    (max) => perChannel && max > 0 ? scaleOf(max) : whole,
  );
  const codes = new Int8Array(data.length);
  const magnitude = new Float64Array(channels);
  data.forEach((w, i) => {
    const c = channelOf(i);
    const code = roundHalfAway(Math.fround(w / scales[c]!));
    codes[i] = clamp(code, -weightCodeMax, weightCodeMax);
    magnitude[c] = magnitude[c]! + Math.abs(codes[i]!);
  });
  const worst = magnitude.reduce((a, b) => Math.max(a, b), 0) * 255;
  if (worst >= biasLimit) {
    throw new ModelError(
      `Cannot quantize node "${node.name}" (${node.op.kind}): an accumulator must stay below ` +
        `2^30 before its bias, the weights of one channel could reach ${worst}`,
    );
  }
  const quantization: Quantization = perChannel
    ? {
      kind: "static",
      granularity: "per-channel",
      axis: node.op.kind === "depthwiseConv2d" ? shape.length - 1 : 0,
      scales,
    }
    : {
      kind: "static",
      granularity: "per-tensor",
      parameters: { scale: whole, zeroPoint: makeZeroPoint(0) },
    };
  return {
    name: `${weights.name}:int8`,
    type: { dtype: "int8", shape: weights.type.shape, quantization },
    constant: tensor("int8", shape, codes),
  };
}

/** @throws {ModelError} When an element of a float32 constant is not finite. */
function checkFinite(node: Node, { name, constant }: Value): void {
  if (constant?.dtype !== "float32") return;
  const at = constant.data.findIndex((x) => !Number.isFinite(x));
  if (at === -1) return;
  throw new ModelError(
    `Cannot quantize node "${node.name}" (${node.op.kind}): weights and biases must be finite, ` +
      `element ${at} of "${name}" is ${constant.data[at]}`,
  );
}

function scaleOf(largest: number): Scale {
  // The smallest normal float32 keeps tiny weights from a scale of zero.
  return makeScale(largest > 0 ? Math.max(Math.fround(largest / weightCodeMax), 2 ** -126) : 1);
}

/** What was made of a graph, as long as that lives: all schemes of a model share their weights. */
const weighted = new WeakMap<Graph, Map<WeightGranularity, Graph>>();

/** The graph with the weights of every weighted op as int8; activations and biases stay float32. */
export function withInt8Weights(graph: Graph, granularity: WeightGranularity): Graph {
  const ofGraph = weighted.get(graph) ?? new Map<WeightGranularity, Graph>();
  const made = ofGraph.get(granularity) ?? quantizeAllWeights(graph, granularity);
  weighted.set(graph, ofGraph.set(granularity, made));
  return made;
}

function quantizeAllWeights(graph: Graph, granularity: WeightGranularity): Graph {
  const values = new Map(graph.values);
  const nodes = graph.nodes.map((node): Node => {
    if (!isWeighted(node)) return node;
    const quantized = quantizeWeights(node, valueOf(graph, node.inputs[1]!), granularity);
    if (node.inputs[2] !== undefined) checkFinite(node, valueOf(graph, node.inputs[2]));
    values.delete(node.inputs[1]!);
    values.set(quantized.name, quantized);
    return { ...node, inputs: node.inputs.with(1, quantized.name) };
  });
  return { ...graph, values, nodes };
}
