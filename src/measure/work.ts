import {
  type Graph,
  isWeighted,
  type Node,
  outputChannels,
  tiedOps,
  type Value,
  valueOf,
} from "../graph/mod.ts";
import type { CostRow } from "../records/mod.ts";
import { elementsPerSample, sampleShape } from "../tensor/mod.ts";

/** Exact work of one node for one input, the same on every machine. */
export type WorkCounts = Pick<
  CostRow,
  | "int8Macs"
  | "floatMacs"
  | "requantizations"
  | "int32Scan"
  | "floatScan"
  | "quantize"
  | "dequantize"
  | "floatRescale"
  | "parameterDerivations"
  | "stagingBytes"
  | "weightBytes"
>;

/** No work. */
export const noWork: WorkCounts = {
  int8Macs: 0,
  floatMacs: 0,
  requantizations: 0,
  int32Scan: 0,
  floatScan: 0,
  quantize: 0,
  dequantize: 0,
  floatRescale: 0,
  parameterDerivations: 0,
  stagingBytes: 0,
  weightBytes: 0,
};

/** The sum of two counts; staging is a peak, so the larger one. */
export function addWork(a: WorkCounts, b: WorkCounts): WorkCounts {
  return {
    int8Macs: a.int8Macs + b.int8Macs,
    floatMacs: a.floatMacs + b.floatMacs,
    requantizations: a.requantizations + b.requantizations,
    int32Scan: a.int32Scan + b.int32Scan,
    floatScan: a.floatScan + b.floatScan,
    quantize: a.quantize + b.quantize,
    dequantize: a.dequantize + b.dequantize,
    floatRescale: a.floatRescale + b.floatRescale,
    parameterDerivations: a.parameterDerivations + b.parameterDerivations,
    stagingBytes: Math.max(a.stagingBytes, b.stagingBytes),
    weightBytes: a.weightBytes + b.weightBytes,
  };
}

/** Elements of one sample of a value. */
function elementsOf(graph: Graph, name: string): number {
  return elementsPerSample(valueOf(graph, name).type.shape);
}

/**
 * Multiply-accumulates of a node for one input: output elements times the taps of each, taps that
 * fall on padding included, as the published counts of MLPerf Tiny do. 0 for ops without a product
 * of two sums (an elementwise multiplication is not a multiply-accumulate).
 */
export function macsOf(graph: Graph, node: Node): number {
  const outputs = elementsOf(graph, node.output);
  const weights = () => sampleShape(valueOf(graph, node.inputs[1]!).type.shape);
  switch (node.op.kind) {
    case "conv2d": {
      const [, height, width, channels] = weights();
      return outputs * height! * width! * channels!;
    }
    case "depthwiseConv2d": {
      const [height, width] = weights();
      return outputs * height! * width!;
    }
    case "fullyConnected":
      return outputs * weights()[1]!;
    case "matmul":
      return outputs * (valueOf(graph, node.inputs[0]!).type.shape.at(-1) as number);
    default:
      return 0;
  }
}

/** Channels whose bias and multiplier a dynamic node derives for each input. */
function derivedChannels(graph: Graph, node: Node): number {
  return isWeighted(node) ? outputChannels(node, valueOf(graph, node.inputs[1]!)) : 1;
}

function isDynamic({ type }: Value): boolean {
  return type.quantization.kind === "dynamic";
}

/** The work of one node for one input. The types of its values decide what is done. */
export function workOf(graph: Graph, node: Node): WorkCounts {
  const x = valueOf(graph, node.inputs[0]!);
  const y = valueOf(graph, node.output);
  const outputs = elementsOf(graph, node.output);
  const weights = isWeighted(node) ? valueOf(graph, node.inputs[1]!) : undefined;
  const weightElements = weights ? elementsPerSample(weights.type.shape) : 0;
  const weightBytes = weightElements * (weights?.type.dtype === "int8" ? 1 : 4);
  const dynamicInput = node.inputs.some((name) => isDynamic(valueOf(graph, name)));

  if (node.op.kind === "quantize") {
    return isDynamic(y)
      ? { ...noWork, quantize: outputs, floatScan: outputs, parameterDerivations: 1 }
      : { ...noWork, quantize: outputs };
  }
  if (node.op.kind === "dequantize") return { ...noWork, dequantize: outputs };
  if (x.type.dtype === "float32") {
    return {
      ...noWork,
      weightBytes,
      floatMacs: macsOf(graph, node),
      dequantize: weights?.type.dtype === "int8" ? weightElements : 0,
    };
  }
  if (tiedOps.has(node.op.kind)) return noWork;

  const int8Macs = macsOf(graph, node);
  if (y.type.dtype === "float32") {
    return {
      ...noWork,
      weightBytes,
      int8Macs,
      floatRescale: outputs,
      parameterDerivations: derivedChannels(graph, node),
    };
  }
  if (node.op.kind === "concat") {
    return isDynamic(y)
      ? { ...noWork, requantizations: outputs, parameterDerivations: node.inputs.length }
      : noWork;
  }
  const derived = isDynamic(y) || dynamicInput ? derivedChannels(graph, node) : 0;
  return {
    ...noWork,
    weightBytes,
    int8Macs,
    requantizations: outputs,
    int32Scan: isDynamic(y) ? outputs : 0,
    parameterDerivations: derived,
    stagingBytes: isDynamic(y) && stages(node) ? 4 * outputs : 0,
  };
}

/** Functions of one value are tables of 256 codes: they scan codes and stage nothing. */
function stages({ op }: Node): boolean {
  return op.kind !== "clamp" && op.kind !== "leakyRelu" && op.kind !== "hardSwish";
}

/** The work of every node, and of the whole model, for one input. */
export function countOperations(graph: Graph): {
  readonly nodes: readonly { readonly node: Node; readonly work: WorkCounts }[];
  readonly total: WorkCounts;
} {
  const nodes = graph.nodes.map((node) => ({ node, work: workOf(graph, node) }));
  return { nodes, total: nodes.reduce((sum, { work }) => addWork(sum, work), noWork) };
}
