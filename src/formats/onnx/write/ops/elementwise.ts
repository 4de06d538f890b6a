import type { Node, OpOf } from "../../../../graph/mod.ts";
import type { GraphWriter } from "../graph_writer.ts";
import { type Layout, nchw, own } from "../layout.ts";
import type { OnnxAttribute } from "../model_bytes.ts";

/** The ops of one value, element by element. */
export type UnaryKind = "leakyRelu" | "sigmoid" | "tanh" | "hardSigmoid" | "hardSwish";

/** The ONNX operator of each. */
const unaryOperators: Readonly<Record<UnaryKind, string>> = {
  leakyRelu: "LeakyRelu",
  sigmoid: "Sigmoid",
  tanh: "Tanh",
  hardSigmoid: "HardSigmoid",
  hardSwish: "HardSwish",
};

/** LeakyRelu, Sigmoid, Tanh, HardSigmoid, HardSwish. */
export function writeUnary(writer: GraphWriter, node: Node, op: OpOf<UnaryKind>): void {
  const [x] = node.inputs as readonly [string];
  const layout = writer.layoutOf(x);
  writer.produce(node, { layout }, (output) =>
    writer.onnx.emit(unaryOperators[op.kind], {
      inputs: [writer.real(x, layout)],
      output,
      attributes: attributesOf(op),
      name: node.name,
    }));
}

function attributesOf(op: OpOf<UnaryKind>): Readonly<Record<string, OnnxAttribute>> {
  switch (op.kind) {
    case "leakyRelu":
      return { alpha: { float: op.alpha } };
    case "hardSigmoid":
      return { alpha: { float: op.alpha }, beta: { float: op.beta } };
    default:
      return {};
  }
}

/** Relu and Clip. */
export function writeClamp(writer: GraphWriter, node: Node, { clamp }: OpOf<"clamp">): void {
  const [x] = node.inputs as readonly [string];
  const layout = writer.layoutOf(x);
  const input = writer.real(x, layout);
  writer.produce(
    node,
    { layout },
    (output) => writer.onnx.clamp(input, { clamp, output, name: node.name }),
  );
}

/** The ops of two values that broadcast. */
export type PairKind = "add" | "sub" | "mul";

/** The ONNX operator of each. */
const pairOperators: Readonly<Record<PairKind, string>> = { add: "Add", sub: "Sub", mul: "Mul" };

/** Add and Mul, in the order of images where both sides can be. */
export function writePair(writer: GraphWriter, node: Node, op: OpOf<PairKind>): void {
  const layout = imageLayout(writer, node);
  writer.produce(
    node,
    { layout, clamp: op.clamp },
    (output) =>
      writer.onnx.emit(pairOperators[op.kind], {
        inputs: node.inputs.map((name) => writer.real(name, layout)),
        output,
        name: node.name,
      }),
  );
}

/** Channels second where an operand is made so and all have height, width and channels. */
export function imageLayout(writer: GraphWriter, node: Node): Layout {
  const values = node.inputs.filter((name) => !writer.isConstant(name));
  const images = values.every((name) => writer.shapeOf(name).length === 4) &&
    node.inputs.every((name) => writer.shapeOf(name).length <= 4);
  const made = values.some((name) => writer.layoutOf(name).kind === "nchw");
  return images && made ? nchw : own;
}
