/**
 * Estimated instructions of a node on Cortex-M, from instruction counts of CMSIS-NN 99f736a (gcc
 * 12.2 -Ofast) under QEMU: 61 layers of the four MLPerf Tiny models and the passes that dynamic
 * quantization adds, each fitted by relative least squares per core and kind of layer
 * (`bench/fit_instructions.py`). Mean error of the fit: 3 to 5 % on M3, M4 and M7, up to 14 % on
 * M55. Instructions, not cycles: no cache, no flash wait states. Estimates, labelled as such.
 *
 * Measured: convolution, depthwise, fully connected, add, average pooling, softmax, range scans,
 * quantize, requantize, rescale to float32, copies. Assumed: mul as add; max pooling and mean as
 * average pooling; a derivation as two float32 quantizations; other integer functions of one value
 * as a requantization; float32 ops without products as one rescale pass.
 */
import { type Graph, isWeighted, type Node, outputChannels, valueOf } from "../graph/mod.ts";
import { elementsPerSample, sampleShape } from "../tensor/mod.ts";
import { macsOf, workOf } from "./work.ts";

/** The cores with measured coefficients. */
export const cores = ["m3", "m4", "m7", "m55"] as const;

/** A Cortex-M core. */
export type Core = typeof cores[number];

/** Instructions per element, or per multiply-accumulate where it says so. */
interface Coefficients {
  /** General convolution: per multiply-accumulate, per output, per element copied by im2col. */
  readonly conv: readonly [mac: number, output: number, im2col: number];
  /** 1x1 convolution. */
  readonly pointwise: readonly [mac: number, output: number];
  readonly depthwiseMac: number;
  readonly fullyConnected: readonly [mac: number, output: number];
  readonly add: number;
  readonly averagePool: readonly [input: number, output: number];
  readonly softmax: readonly [element: number, row: number];
  readonly floatScan: number;
  readonly quantize: number;
  readonly rescale: number;
  readonly int32Scan: number;
  readonly requantize: number;
  readonly copy: number;
}

const coefficients: Readonly<Record<Core, Coefficients>> = {
  m3: {
    conv: [2.2844, 73.9496, 10.2343],
    pointwise: [2.6452, 35.5286],
    depthwiseMac: 9.3033,
    fullyConnected: [3.5628, 36.5215],
    add: 84.0118,
    averagePool: [11.9564, 63.9622],
    softmax: [518.5591, 133.7421],
    floatScan: 82.0,
    quantize: 77.91,
    rescale: 159.86,
    int32Scan: 9.0,
    requantize: 32.68,
    copy: 0.56,
  },
  m4: {
    conv: [1.4043, 83.9524, 7.0257],
    pointwise: [1.5524, 39.8223],
    depthwiseMac: 8.3537,
    fullyConnected: [1.9266, 50.2356],
    add: 81.6577,
    averagePool: [6.2876, 11.7744],
    softmax: [522.3876, 136.0789],
    floatScan: 11.0,
    quantize: 31.97,
    rescale: 13.14,
    int32Scan: 9.0,
    requantize: 32.68,
    copy: 0.53,
  },
  m7: {
    conv: [1.4001, 85.252, 7.0796],
    pointwise: [1.5166, 39.9465],
    depthwiseMac: 8.2625,
    fullyConnected: [1.927, 50.5267],
    add: 82.3019,
    averagePool: [6.2867, 11.7668],
    softmax: [531.4485, 151.9595],
    floatScan: 5.0,
    quantize: 14.0,
    rescale: 10.14,
    int32Scan: 9.0,
    requantize: 32.68,
    copy: 0.53,
  },
  m55: {
    conv: [0.1099, 32.8446, 0.9941],
    pointwise: [0.1736, 14.5022],
    depthwiseMac: 2.4379,
    fullyConnected: [0.4778, 18.3817],
    add: 13.7624,
    averagePool: [1.0568, 12.0206],
    softmax: [556.2863, 182.2829],
    floatScan: 1.0,
    quantize: 13.0,
    rescale: 9.17,
    int32Scan: 1.0,
    requantize: 34.19,
    copy: 0.56,
  },
};

/**
 * Estimated instructions of one node for one input; `undefined` where it multiplies float32, which
 * the source did not measure.
 */
export function estimateInstructions(graph: Graph, node: Node, core: Core): number | undefined {
  const work = workOf(graph, node);
  if (work.floatMacs > 0) return undefined;
  const c = coefficients[core];
  const outputs = elementsPerSample(valueOf(graph, node.output).type.shape);
  const isFloat = valueOf(graph, node.inputs[0]!).type.dtype === "float32";
  const dynamic = work.int32Scan * c.int32Scan + work.floatScan * c.floatScan +
    work.parameterDerivations * 2 * c.quantize;
  if (isWeighted(node)) {
    const integer = weightedInstructions(graph, node, c);
    if (work.floatRescale === 0) return integer + dynamic;
    // Rescaling to float32 replaces the requantization that the fit holds (M55 vectorises it).
    const products = Math.max(0, integer - work.floatRescale * c.requantize);
    return products + work.floatRescale * c.rescale + dynamic;
  }
  switch (node.op.kind) {
    case "reshape":
      return 0;
    case "transpose":
    case "concat":
    case "pad":
      return outputs * c.copy + work.requantizations * c.requantize + dynamic;
    case "quantize":
      return outputs * c.quantize + dynamic;
    case "dequantize":
      return outputs * c.rescale;
    default:
      return (isFloat ? outputs * c.rescale : integerInstructions(graph, node, c)) + dynamic;
  }
}

function weightedInstructions(graph: Graph, node: Node, c: Coefficients): number {
  const macs = macsOf(graph, node);
  const outputs = elementsPerSample(valueOf(graph, node.output).type.shape);
  const weights = valueOf(graph, node.inputs[1]!);
  switch (node.op.kind) {
    case "depthwiseConv2d":
      return macs * c.depthwiseMac;
    case "fullyConnected":
      return macs * c.fullyConnected[0] + outputs * c.fullyConnected[1];
    default: {
      const [, height, width] = sampleShape(weights.type.shape);
      if (height! * width! === 1) return macs * c.pointwise[0] + outputs * c.pointwise[1];
      const copied = macs / outputChannels(node, weights);
      return macs * c.conv[0] + outputs * c.conv[1] + copied * c.conv[2];
    }
  }
}

function integerInstructions(graph: Graph, node: Node, c: Coefficients): number {
  const inputs = elementsPerSample(valueOf(graph, node.inputs[0]!).type.shape);
  const { shape } = valueOf(graph, node.output).type;
  const outputs = elementsPerSample(shape);
  switch (node.op.kind) {
    case "add":
    case "sub":
    case "mul":
      return outputs * c.add;
    case "matmul":
      return macsOf(graph, node) * c.fullyConnected[0] + outputs * c.fullyConnected[1];
    case "maxPool2d":
    case "averagePool2d":
    case "mean":
      return inputs * c.averagePool[0] + outputs * c.averagePool[1];
    case "softmax":
      return outputs * c.softmax[0] + outputs / (shape.at(-1) as number) * c.softmax[1];
    default:
      return outputs * c.requantize;
  }
}
