import type { Node, OpOf } from "../../../../graph/mod.ts";
import { type Shape } from "../../../../tensor/mod.ts";
import type { GraphWriter } from "../graph_writer.ts";
import {
  axisIn,
  type Layout,
  movesNothing,
  nchw,
  nchwShape,
  own,
  reshapedAlias,
  toNchw,
  toNhwc,
} from "../layout.ts";
import { imageLayout } from "./elementwise.ts";

/** Reshape, or nothing where the tensor already holds the value, as an image with one channel does. */
export function writeReshape(writer: GraphWriter, node: Node, { shape }: OpOf<"reshape">): void {
  const [x] = node.inputs as readonly [string];
  const from = writer.shapeOf(x);
  const layout = writer.layoutOf(x);
  const image = layout.kind === "nchw";
  const ordered = layout.kind === "own" || (image && movesNothing(from));
  if (ordered) {
    const held = image ? nchwShape(from) : from;
    const alias = reshapedAlias(held, shape);
    if (alias) return writer.alias(node.output, { source: x, from: layout, to: alias });
    return reshapeTo(writer, node, { shape, from: layout, to: own });
  }
  const flat = image && shape.length === 2 && shape[0] === from[0];
  if (!flat) return reshapeTo(writer, node, { shape, from: own, to: own });
  const to = { kind: "flat", sizes: from.slice(1) as readonly number[] } as const;
  reshapeTo(writer, node, { shape, from: layout, to });
}

function reshapeTo(
  writer: GraphWriter,
  node: Node,
  { shape, from, to }: { readonly shape: Shape; readonly from: Layout; readonly to: Layout },
): void {
  const input = writer.real(node.inputs[0]!, from);
  writer.produce(
    node,
    { layout: to },
    (output) => writer.onnx.reshape(input, { shape, output, name: node.name }),
  );
}

/** Transpose, or nothing where it only says in which order an image is. */
export function writeTranspose(
  writer: GraphWriter,
  node: Node,
  { permutation }: OpOf<"transpose">,
): void {
  const [x] = node.inputs as readonly [string];
  const layout = writer.layoutOf(x);
  const same = (other: readonly number[]) => permutation.join() === other.join();
  if (layout.kind === "own" && same(toNhwc)) {
    return writer.alias(node.output, { source: x, from: own, to: nchw });
  }
  if (layout.kind === "nchw" && same(toNchw)) {
    return writer.alias(node.output, { source: x, from: nchw, to: own });
  }
  const input = writer.real(x, own);
  writer.produce(
    node,
    { layout: own },
    (output) => writer.onnx.transpose(input, { permutation, output, name: node.name }),
  );
}

/** Concat, in the order of images where all operands can be. */
export function writeConcat(writer: GraphWriter, node: Node, { axis }: OpOf<"concat">): void {
  const layout = imageLayout(writer, node);
  const inputs = node.inputs.map((name) => writer.real(name, layout));
  writer.produce(node, { layout }, (output) =>
    writer.onnx.emit("Concat", {
      inputs,
      output,
      attributes: { axis: { int: axisIn(layout, axis) } },
      name: node.name,
    }));
}

/** Pad with a constant. */
export function writePad(
  writer: GraphWriter,
  node: Node,
  { before, after, value }: OpOf<"pad">,
): void {
  const [x] = node.inputs as readonly [string];
  const layout = writer.layoutOf(x).kind === "nchw" ? nchw : own;
  const ordered = (pads: readonly number[]) =>
    layout === nchw ? toNchw.map((axis) => pads[axis]!) : pads;
  const input = writer.real(x, layout);
  writer.produce(node, { layout }, (output) => {
    const pads = writer.onnx.integers(`${output}:pads`, [...ordered(before), ...ordered(after)]);
    const fill = writer.onnx.floats(`${output}:value`, [], [value]);
    writer.onnx.emit("Pad", { inputs: [input, pads, fill], output, name: node.name });
  });
}
