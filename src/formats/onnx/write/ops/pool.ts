import type { Node, OpOf } from "../../../../graph/mod.ts";
import type { GraphWriter } from "../graph_writer.ts";
import { nchw } from "../layout.ts";
import { windowAttributes } from "../window.ts";

/** MaxPool and AveragePool; padding is not counted in the average. */
export function writePool(
  writer: GraphWriter,
  node: Node,
  op: OpOf<"maxPool2d"> | OpOf<"averagePool2d">,
): void {
  const dilated = op.dilations.some((dilation) => dilation > 1);
  writer.produce(
    node,
    { layout: nchw },
    (output) =>
      writer.onnx.emit(op.kind === "maxPool2d" ? "MaxPool" : "AveragePool", {
        inputs: [writer.real(node.inputs[0]!, nchw)],
        output,
        attributes: {
          ...windowAttributes(op, op.kernel),
          ...(dilated && { dilations: { ints: op.dilations } }),
        },
        name: node.name,
      }),
  );
}
