import { type Node, transposeTensor, valueOf, weightScales } from "../../../graph/mod.ts";
import { type BoundShape, elementCount, type Tensor } from "../../../tensor/mod.ts";
import { reshaped } from "./constant_writer.ts";
import type { GraphWriter } from "./graph_writer.ts";
import type { Layout } from "./layout.ts";

/** Weights as an operator of the file wants them. */
export interface WeightForm {
  readonly form: string;
  /** The axis of the output channels, in that form. */
  readonly axis: number;
  readonly derive: (source: Tensor) => Tensor;
}

/** [O, kh, kw, I] or depthwise [kh, kw, C] as [O, I, kh, kw]. */
export function convolutionForm(node: Node): WeightForm {
  if (node.op.kind !== "depthwiseConv2d") {
    return { form: "oihw", axis: 0, derive: (source) => transposeTensor(source, [0, 3, 1, 2]) };
  }
  const derive = (source: Tensor) => {
    const [height, width, channels] = source.shape as readonly [number, number, number];
    return reshaped(transposeTensor(source, [2, 0, 1]), [channels, 1, height, width]);
  };
  return { form: "oihw", axis: 0, derive };
}

/** [O, I], its columns in the order of the input's layout; `swapped` as [I, O]. */
export function matrixForm(layout: Layout, swapped: boolean): WeightForm {
  const ordered = (source: Tensor) => {
    if (layout.kind !== "flat") return source;
    const image = reshaped(source, [source.shape[0]!, ...layout.sizes]);
    return reshaped(transposeTensor(image, [0, 3, 1, 2]), source.shape);
  };
  const order = layout.kind === "flat" ? `:chw ${layout.sizes.join(" ")}` : "";
  return swapped
    ? { form: `io${order}`, axis: 1, derive: (source) => transposeTensor(ordered(source), [1, 0]) }
    : { form: `oi${order}`, axis: 0, derive: ordered };
}

/** The weights of a node as float32: int8 ones through a DequantizeLinear. */
export function realWeights(writer: GraphWriter, node: Node, weights: WeightForm): string {
  const { constants, onnx } = writer;
  const name = node.inputs[1]!;
  const codes = constants.initializer(name, weights.form, weights.derive);
  const { type } = valueOf(writer.graph, name);
  if (type.dtype === "float32") return codes;
  return constants.once(`${name}:${weights.form}:dequantized`, () => {
    const output = onnx.freshName(`${name}:dequantized`);
    const { quantization } = type;
    if (quantization.kind !== "static" || quantization.granularity === "per-tensor") {
      const inputs = [codes, ...constants.parametersOf(name, "int8")];
      return onnx.emit("DequantizeLinear", { inputs, output });
    }
    const channels = quantization.scales.length;
    const scales = constants.once(
      `${name}:scale`,
      () => onnx.floats(`${name}:scale`, [channels], quantization.scales),
    );
    const zeros = constants.once(
      `${name}:zero_point`,
      () => constants.zeroPoints(name, [channels], new Int8Array(channels)),
    );
    return onnx.emit("DequantizeLinear", {
      inputs: [codes, scales, zeros],
      output,
      attributes: { axis: { int: weights.axis } },
    });
  });
}

/**
 * The bias of a node as float32, if it has one: int32 ones through a DequantizeLinear of scale
 * `s_in * s_w[c]`, the product in float32.
 */
export function realBias(writer: GraphWriter, node: Node): string | undefined {
  const [x, weights, name] = node.inputs as readonly [string, string, string?];
  if (name === undefined) return undefined;
  const { graph, constants, onnx } = writer;
  const codes = constants.initializer(name, "bias", (source) => source);
  if (valueOf(graph, name).type.dtype === "float32") return codes;
  const { quantization } = valueOf(graph, x).type;
  if (quantization.kind !== "static" || quantization.granularity !== "per-tensor") {
    throw new Error(`Cannot write the bias of "${node.name}": its input has no fixed scale`);
  }
  const { scale } = quantization.parameters;
  const scales = weightScales(node, valueOf(graph, weights));
  const one = valueOf(graph, weights).type.quantization;
  const perTensor = one.kind === "static" && one.granularity === "per-tensor";
  const shape: BoundShape = perTensor ? [] : [scales.length];
  const products = perTensor ? [scale * scales[0]!] : scales.map((s) => scale * s);
  const output = onnx.freshName(`${name}:dequantized`);
  return onnx.emit("DequantizeLinear", {
    inputs: [
      codes,
      onnx.floats(`${name}:scale`, shape, products),
      constants.zeroPoints(name, shape, new Int32Array(elementCount(shape))),
    ],
    output,
    ...(!perTensor && { attributes: { axis: { int: 0 } } }),
  });
}
