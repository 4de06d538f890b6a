import { inferShape, noClamp } from "../../../graph/mod.ts";
import type { GraphBuilder } from "../builder.ts";
import { integerWeights, sumsBound } from "../integer_weights.ts";
import type { NodeReader } from "../node_reader.ts";
import type { ActivationOperand, AnyOperand, ConstantOperand } from "../operand.ts";
import { settleIntegerInput } from "../pending.ts";
import { type ConvWindow, convWindow, writeConv } from "./conv.ts";

/**
 * ConvInteger: codes and constant weights [O, C / group, kh, kw], each with a zero point: int32 sums,
 * which become a convolution where they are multiplied with their scales.
 */
export function readConvInteger(node: NodeReader, graph: GraphBuilder): AnyOperand {
  node.checkInputs(2, 4);
  const x = node.activation(0, "the input");
  const weights = node.constant(1, "weights");
  const window = convWindow(node, x, weights);
  const dynamic = settleIntegerInput(node, graph, { x, zeroPoint: 2 });
  const coded = integerWeights(node, graph, { weights, zeroPoint: 3, axis: 0 });
  return {
    kind: "sums",
    name: node.output,
    shape: outputShape(x, weights, window),
    sums: {
      source: x.codes!.source,
      dynamic,
      bound: sumsBound(coded([]), 0),
      trailing: window.axes,
      channels: weights.constant.shape[0]!,
      write: (writer, scales) =>
        writeConv(writer, graph, { x, weights: coded(scales), window, output: "float32" }),
    },
  };
}

function outputShape(x: ActivationOperand, weights: ConstantOperand, window: ConvWindow) {
  const [batch, channels, ...sizes] = x.shape;
  const [outputs, depth, ...kernel] = weights.constant.shape;
  const flat = window.axes === 1 ? [1] : [];
  const image = [batch!, ...flat, ...sizes, channels!];
  const { groups, strides, dilations, pads } = window;
  const op = { kind: "conv2d", groups, strides, dilations, pads, clamp: noClamp } as const;
  const [, ...result] = inferShape(op, [image, [outputs!, ...flat, ...kernel, depth!]]);
  return [batch!, outputs!, ...result.slice(flat.length, -1)];
}
