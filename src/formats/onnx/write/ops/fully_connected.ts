import type { Node, OpOf } from "../../../../graph/mod.ts";
import type { GraphWriter } from "../graph_writer.ts";
import { writeIntegerProduct } from "../integer_product.ts";
import { type Layout, own } from "../layout.ts";
import { matrixForm, realBias, realWeights } from "../weights.ts";

/**
 * Gemm of a matrix, MatMul and Add of what has more axes; MatMulInteger where the input is quantized at
 * run time. The columns of the weights take the order of a flattened image.
 */
export function writeFullyConnected(
  writer: GraphWriter,
  node: Node,
  { clamp }: OpOf<"fullyConnected">,
): void {
  const [x] = node.inputs as readonly [string];
  const native = writer.layoutOf(x);
  const layout = native.kind === "flat" ? native : own;
  const product = writer.isDynamic(x)
    ? integerProduct
    : writer.shapeOf(x).length === 2
    ? matrixProduct
    : stackedProduct;
  writer.produce(
    node,
    { layout: own, clamp },
    (output) => product(writer, node, { layout, output }),
  );
}

/** Where a product reads and writes. */
interface Place {
  readonly layout: Layout;
  readonly output: string;
}

function integerProduct(writer: GraphWriter, node: Node, { layout, output }: Place): void {
  const weights = matrixForm(layout, true);
  const form = { op: "MatMulInteger", layout, trailingAxes: 0 } as const;
  writeIntegerProduct(writer, node, { ...form, weights, output });
}

function matrixProduct(writer: GraphWriter, node: Node, { layout, output }: Place): void {
  const inputs = [
    writer.real(node.inputs[0]!, layout),
    realWeights(writer, node, matrixForm(layout, false)),
  ];
  const bias = realBias(writer, node);
  writer.onnx.emit("Gemm", {
    inputs: bias === undefined ? inputs : [...inputs, bias],
    output,
    attributes: { transB: { int: 1 } },
    name: node.name,
  });
}

function stackedProduct(writer: GraphWriter, node: Node, { layout, output }: Place): void {
  const { onnx } = writer;
  const inputs = [
    writer.real(node.inputs[0]!, layout),
    realWeights(writer, node, matrixForm(layout, true)),
  ];
  const bias = realBias(writer, node);
  const product = bias === undefined ? output : onnx.freshName(`${node.output}:product`);
  onnx.emit("MatMul", { inputs, output: product, name: node.name });
  if (bias !== undefined) {
    onnx.emit("Add", { inputs: [product, bias], output, name: `${node.name}:bias` });
  }
}
