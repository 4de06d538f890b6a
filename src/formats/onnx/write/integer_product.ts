import { type Node, valueOf, weightScales } from "../../../graph/mod.ts";
import { type BoundShape, elementCount } from "../../../tensor/mod.ts";
import { reshaped } from "./constant_writer.ts";
import type { GraphWriter } from "./graph_writer.ts";
import type { Layout } from "./layout.ts";
import type { OnnxAttribute } from "./model_bytes.ts";
import type { WeightForm } from "./weights.ts";

/** An integer product of an input quantized at run time and int8 weights. */
export interface IntegerProduct {
  readonly op: "ConvInteger" | "MatMulInteger";
  /** The layout of the input. */
  readonly layout: Layout;
  readonly weights: WeightForm;
  readonly attributes?: Readonly<Record<string, OnnxAttribute>>;
  /** Axes behind that of the output channels. */
  readonly trailingAxes: number;
  readonly output: string;
}

/**
 * DynamicQuantizeLinear, the integer product, Cast, Mul by `s_in * s_w[c]`, Add of the float32 bias:
 * the form in which onnxruntime writes and fuses dynamic quantization.
 */
export function writeIntegerProduct(
  writer: GraphWriter,
  node: Node,
  { op, layout, weights, attributes, trailingAxes, output }: IntegerProduct,
): void {
  const { graph, constants, onnx } = writer;
  const [x, name, bias] = node.inputs as readonly [string, string, string?];
  const { codes, scale, zeroPoint } = writer.dynamicCodes(x, layout);
  const zero = constants.once(
    `${name}:integer:zero_point`,
    () => constants.zeroPoints(name, [], new Int8Array(1)),
  );
  const role = (suffix: string) => onnx.freshName(`${node.output}:${suffix}`);
  const accumulators = onnx.emit(op, {
    inputs: [codes, constants.initializer(name, weights.form, weights.derive), zeroPoint, zero],
    output: role("int32"),
    name: node.name,
    ...(attributes && { attributes }),
  });
  const floats = onnx.emit("Cast", {
    inputs: [accumulators],
    output: role("float32"),
    attributes: { to: { int: 1 } },
  });

  const value = valueOf(graph, name);
  const channels = weightScales(node, value);
  const trailing = Array.from({ length: trailingAxes }, () => 1);
  const { quantization } = value.type;
  const one = quantization.kind === "static" && quantization.granularity === "per-tensor";
  const shape: BoundShape = one ? [] : [channels.length, ...trailing];
  const weightScale = onnx.floats(
    `${name}:scale`,
    shape,
    channels.subarray(0, elementCount(shape)),
  );
  const product = onnx.emit("Mul", { inputs: [scale, weightScale], output: role("scale") });
  const scaled = bias === undefined ? output : role("scaled");
  onnx.emit("Mul", { inputs: [floats, product], output: scaled });
  if (bias === undefined) return;
  const addend = constants.initializer(
    bias,
    `bias ${trailingAxes}`,
    (source) => reshaped(source, [...source.shape, ...trailing]),
  );
  onnx.emit("Add", { inputs: [scaled, addend], output });
}
