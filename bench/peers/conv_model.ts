import type { ConvCase } from "./conv_case.ts";
import {
  encodeModel,
  type OnnxNode,
  type OnnxTensor,
} from "../../src/formats/onnx/write/model_bytes.ts";

/** Ways to write a convolution for onnxruntime: all compute the same. */
export interface ConvVariant {
  /** `nchw` is ONNX's QLinearConv, `nhwc` the channels-last form of onnxruntime's own domain. */
  readonly layout: "nchw" | "nhwc";
  /** Activations; uint8 codes and zero points are the int8 ones plus 128. */
  readonly activations: "uint8" | "int8";
}

/** Every way. */
export const convVariants: readonly ConvVariant[] = [
  { layout: "nchw", activations: "uint8" },
  { layout: "nhwc", activations: "uint8" },
  { layout: "nchw", activations: "int8" },
  { layout: "nhwc", activations: "int8" },
];

/** A model with what it is fed. */
export interface PeerModel {
  readonly bytes: Uint8Array;
  readonly activations: ConvVariant["activations"];
  readonly input: { readonly data: Uint8Array | Int8Array; readonly shape: readonly number[] };
  readonly outputShape: readonly number[];
  /** The output of a run as int8 codes [batch, H, W, O]. */
  codes(output: Uint8Array | Int8Array): Int8Array;
}

/** A case as a QLinearConv of input `x` and output `y`, per tensor. */
export function convModel(conv: ConvCase, variant: ConvVariant): PeerModel {
  const { shape: { kernel, inputChannels, outputChannels, size, depthwise } } = conv;
  const { layout, activations } = variant;
  const pad = (kernel - 1) / 2;
  const ports = portsOf(conv, variant);
  const scalar = (name: string, value: number): OnnxTensor => ({
    name,
    elementType: "float32",
    shape: [],
    data: Float32Array.of(value),
  });
  const zeroPoint = (name: string, value: number): OnnxTensor => ({
    name,
    elementType: activations,
    shape: [],
    data: asActivations(Int8Array.of(value), activations),
  });
  const depth = depthwise ? 1 : inputChannels;
  const constants: readonly OnnxTensor[] = [
    scalar("x_scale", conv.xScale),
    zeroPoint("x_zero_point", conv.xZeroPoint),
    {
      name: "w",
      elementType: "int8",
      shape: [outputChannels, depth, kernel, kernel],
      data: channelsFirst(conv.weights, { images: outputChannels, channels: depth }),
    },
    scalar("w_scale", conv.weightScale),
    { name: "w_zero_point", elementType: "int8", shape: [], data: Int8Array.of(0) },
    scalar("y_scale", conv.yScale),
    zeroPoint("y_zero_point", conv.yZeroPoint),
    { name: "bias", elementType: "int32", shape: [outputChannels], data: conv.bias },
  ];
  const bytes = peerModel(ports, constants, {
    name: "conv",
    op: "QLinearConv",
    ...(layout === "nhwc" && { domain: "com.microsoft" }),
    inputs: ["x", ...constants.map(({ name }) => name)],
    outputs: ["y"],
    attributes: {
      kernel_shape: { ints: [kernel, kernel] },
      pads: { ints: [pad, pad, pad, pad] },
      group: { int: depthwise ? inputChannels : 1 },
      ...(layout === "nhwc" && { channels_last: { int: 1 } }),
    },
  });
  const x = layout === "nhwc"
    ? conv.x
    : channelsFirst(conv.x, { images: conv.batch, channels: inputChannels });
  return {
    bytes,
    activations,
    input: { data: asActivations(x, activations), shape: ports.x.shape },
    outputShape: ports.y.shape,
    codes: (output) => {
      const codes = activations === "int8"
        ? Int8Array.from(output)
        : Int8Array.from(output, (code) => code - 128);
      return layout === "nhwc" ? codes : channelsFirst(codes, {
        images: conv.batch,
        channels: size * size, // the inverse is the same transposition, sides exchanged
      });
    },
  };
}

/**
 * A model with the ports of a case that computes nothing: its output is a constant. What a run of it
 * takes is the price of a call, input and output copied.
 */
export function callModel(conv: ConvCase, variant: ConvVariant): PeerModel {
  const model = convModel(conv, variant);
  const { x, y } = portsOf(conv, variant);
  const length = y.shape.reduce((product, size) => product * size, 1);
  const data = variant.activations === "uint8" ? new Uint8Array(length) : new Int8Array(length);
  const constants = [{ ...y, name: "c", data }];
  return {
    ...model,
    bytes: peerModel({ x, y }, constants, {
      name: "call",
      op: "Identity",
      inputs: ["c"],
      outputs: ["y"],
      attributes: {},
    }),
  };
}

/** A model of one node, in ONNX's or onnxruntime's own domain. */
function peerModel(
  { x, y }: ReturnType<typeof portsOf>,
  initializers: readonly OnnxTensor[],
  node: OnnxNode,
): Uint8Array {
  return encodeModel({
    name: "graph",
    opset: 17,
    domains: { "com.microsoft": 1 },
    inputs: [x],
    outputs: [y],
    nodes: [node],
    initializers,
  });
}

function portsOf({ shape, batch }: ConvCase, { layout, activations }: ConvVariant) {
  const { inputChannels, outputChannels, size } = shape;
  const port = (name: string, channels: number) => ({
    name,
    elementType: activations,
    shape: layout === "nhwc" ? [batch, size, size, channels] : [batch, channels, size, size],
  });
  return { x: port("x", inputChannels), y: port("y", outputChannels) };
}

function asActivations(codes: Int8Array, activations: ConvVariant["activations"]) {
  return activations === "int8" ? codes : Uint8Array.from(codes, (code) => code + 128);
}

/** [images, positions, channels] as [images, channels, positions]. */
function channelsFirst(
  values: Int8Array,
  { images, channels }: { readonly images: number; readonly channels: number },
): Int8Array {
  const positions = values.length / (images * channels);
  const result = new Int8Array(values.length);
  for (let image = 0; image < images; image++) {
    const start = image * positions * channels;
    for (let p = 0; p < positions; p++) {
      for (let c = 0; c < channels; c++) {
        result[start + c * positions + p] = values[start + p * channels + c]!;
      }
    }
  }
  return result;
}
