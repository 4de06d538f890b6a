import { type Node, type OpOf, valueOf } from "../../../../graph/mod.ts";
import type { GraphWriter } from "../graph_writer.ts";
import { writeIntegerProduct } from "../integer_product.ts";
import { nchw } from "../layout.ts";
import { convolutionForm, realBias, realWeights } from "../weights.ts";
import { windowAttributes } from "../window.ts";

/** Conv; ConvInteger where the input is quantized at run time. One group a channel is depthwise. */
export function writeConvolution(
  writer: GraphWriter,
  node: Node,
  op: OpOf<"conv2d"> | OpOf<"depthwiseConv2d">,
): void {
  const [x, weightName] = node.inputs as readonly [string, string];
  const shape = valueOf(writer.graph, weightName).type.shape as readonly number[];
  const depthwise = op.kind === "depthwiseConv2d";
  const kernel = depthwise ? shape.slice(0, 2) : shape.slice(1, 3);
  const groups = depthwise ? shape[2]! / op.multiplier : op.groups;
  const attributes = {
    ...windowAttributes(op, [kernel[0]!, kernel[1]!]),
    dilations: { ints: op.dilations },
    group: { int: groups },
  };
  const weights = convolutionForm(node);
  writer.produce(node, { layout: nchw, clamp: op.clamp }, (output) => {
    if (writer.isDynamic(x)) {
      const form = { op: "ConvInteger", layout: nchw, trailingAxes: 2 } as const;
      writeIntegerProduct(writer, node, { ...form, weights, attributes, output });
      return;
    }
    const bias = realBias(writer, node);
    const inputs = [writer.real(x, nchw), realWeights(writer, node, weights)];
    writer.onnx.emit("Conv", {
      inputs: bias === undefined ? inputs : [...inputs, bias],
      output,
      attributes,
      name: node.name,
    });
  });
}
