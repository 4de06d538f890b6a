import type { Node, OpOf } from "../../../../graph/mod.ts";
import type { GraphWriter } from "../graph_writer.ts";
import { axisIn, nchw, own } from "../layout.ts";

/** GlobalAveragePool for the mean over height and width of an image, else ReduceMean. */
export function writeMean(writer: GraphWriter, node: Node, op: OpOf<"mean">): void {
  const [x] = node.inputs as readonly [string];
  const image = writer.layoutOf(x).kind === "nchw";
  if (image && op.axes.toSorted((a, b) => a - b).join() === "1,2") {
    return writeGlobalAverage(writer, node, op.keepDims);
  }
  const layout = image && op.keepDims ? nchw : own;
  const axes = op.axes.map((axis) => axisIn(layout, axis));
  const input = writer.real(x, layout);
  const keepdims = { int: op.keepDims ? 1 : 0 };
  writer.produce(node, { layout }, (output) => {
    if (writer.opset < 18) {
      const attributes = { axes: { ints: axes }, keepdims };
      writer.onnx.emit("ReduceMean", { inputs: [input], output, attributes, name: node.name });
      return;
    }
    const inputs = [input, writer.onnx.integers(`${output}:axes`, axes)];
    writer.onnx.emit("ReduceMean", { inputs, output, attributes: { keepdims }, name: node.name });
  });
}

/** [N, C, H, W] -> [N, C, 1, 1], flattened to [N, C] where the axes are dropped. */
function writeGlobalAverage(writer: GraphWriter, node: Node, keepDims: boolean): void {
  const input = writer.real(node.inputs[0]!, nchw);
  const average = (output: string) =>
    writer.onnx.emit("GlobalAveragePool", { inputs: [input], output, name: node.name });
  if (keepDims) return writer.produce(node, { layout: nchw }, average);
  writer.produce(node, { layout: own }, (output) => {
    const pooled = average(writer.onnx.freshName(`${node.output}:pooled`));
    const held = writer.isStatic(node.output) ? writer.throughCodes(node.output, pooled) : pooled;
    writer.onnx.emit("Flatten", { inputs: [held], output, attributes: { axis: { int: 1 } } });
  });
}
