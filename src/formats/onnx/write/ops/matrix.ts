import type { Node, OpOf } from "../../../../graph/mod.ts";
import type { GraphWriter } from "../graph_writer.ts";
import { nchw, own } from "../layout.ts";

/** MatMul of two values. */
export function writeMatmul(writer: GraphWriter, node: Node, { clamp }: OpOf<"matmul">): void {
  const inputs = node.inputs.map((name) => writer.real(name, own));
  writer.produce(
    node,
    { layout: own, clamp },
    (output) => writer.onnx.emit("MatMul", { inputs, output, name: node.name }),
  );
}

/** Softmax over the channels. */
export function writeSoftmax(writer: GraphWriter, node: Node): void {
  const [x] = node.inputs as readonly [string];
  const layout = writer.layoutOf(x).kind === "nchw" ? nchw : own;
  const input = writer.real(x, layout);
  writer.produce(node, { layout }, (output) =>
    writer.onnx.emit("Softmax", {
      inputs: [input],
      output,
      attributes: { axis: { int: layout === nchw ? 1 : -1 } },
      name: node.name,
    }));
}
