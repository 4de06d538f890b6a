/** What convolutions and fully connected layers have in common: their constants. */
import { ensure, type Value, weightZeroPoint } from "../../../../graph/mod.ts";
import type { BoundShape } from "../../../../tensor/mod.ts";
import type { FileBuilder, OpNode } from "../file_builder.ts";
import { checkFixed } from "../file_format.ts";
import type { FileScales } from "../file_model.ts";

type Weighted = OpNode<"conv2d" | "depthwiseConv2d" | "fullyConnected">;

/** How the weights lie in the file: their shape there, and the axis of the output channels. */
export interface FileLayout {
  readonly shape: BoundShape;
  readonly axis: number;
}

/**
 * Writes the constants of a node and gives back weights and, if any, bias. Int8 weights of a float32
 * input (weight-only) get a DEQUANTIZE of their own.
 */
export function writeConstants(
  node: Weighted,
  file: FileBuilder,
  layout: FileLayout,
): { readonly weights: number; readonly bias: number | undefined } {
  const [x, weights, bias] = [node.inputs[0]!, node.inputs[1]!, node.inputs[2]];
  checkForm(node);
  if (x.type.dtype === "float32") {
    const stored = weights.type.dtype === "int8"
      ? writeDequantized(file, weights, layout)
      : file.constant(weights, { shape: layout.shape });
    return { weights: stored, bias: bias && file.operand(bias) };
  }
  const zeroPoint = weightZeroPoint(weights);
  ensure(
    zeroPoint === 0,
    () => `the zero point of int8 weights must be 0, got ${zeroPoint} for "${weights.name}"`,
  );
  const quantization = weightScalesOf(weights, layout.axis);
  const stored = file.constant(weights, { shape: layout.shape, quantization });
  if (bias === undefined) return { weights: stored, bias };
  const { shape } = bias.constant!;
  const scales = biasScales(x, quantization);
  return { weights: stored, bias: file.constant(bias, { shape, quantization: scales }) };
}

/** The same for a convolution, which must have a bias: zeros where the node has none. */
export function writeConvConstants(
  node: Weighted,
  file: FileBuilder,
  layout: FileLayout,
): readonly [weights: number, bias: number] {
  const { weights, bias } = writeConstants(node, file, layout);
  return [weights, bias ?? writeZeroBias(node, file, layout)];
}

function writeZeroBias(
  { inputs, output }: Weighted,
  file: FileBuilder,
  { shape, axis }: FileLayout,
): number {
  const [x, weights] = [inputs[0]!, inputs[1]!];
  const channels = shape[axis]!;
  const name = `${output.name}:bias`;
  if (x.type.dtype === "float32") {
    const data = new Float32Array(channels);
    return file.extra(name, { elementType: "FLOAT32", shape: [channels], data });
  }
  const quantization = biasScales(x, weightScalesOf(weights, axis));
  const data = new Int32Array(channels);
  return file.extra(name, { elementType: "INT32", shape: [channels], data, quantization });
}

/** Int8 in and out with fixed parameters, or float32 in and out. */
function checkForm({ inputs: [x], output }: Weighted): void {
  for (const { name, type } of [x!, output]) checkFixed(type, name);
  ensure(
    x!.type.dtype === output.type.dtype,
    () =>
      `an int8 input must have an int8 output, got float32 for "${output.name}": hybrid layers ` +
      "must be written from the float32 graph",
  );
}

function weightScalesOf({ type: { quantization } }: Value, axis: number): FileScales {
  if (quantization.kind !== "static") throw new Error("Cannot write weights: they have no scales");
  if (quantization.granularity === "per-tensor") {
    const { scale, zeroPoint } = quantization.parameters;
    return { scales: [scale], zeroPoints: [zeroPoint], axis: 0 };
  }
  const { scales } = quantization;
  return { scales, zeroPoints: scales.map(() => 0), axis };
}

/** `f(s_in * s_w[c])`, what the interpreter expects of a bias. */
function biasScales({ type: { quantization } }: Value, { scales }: FileScales): FileScales {
  if (quantization.kind !== "static" || quantization.granularity !== "per-tensor") {
    throw new Error("Cannot write a bias: the input has no fixed scale");
  }
  const { scale } = quantization.parameters;
  return {
    scales: scales.map((weightScale) => Math.fround(scale * weightScale)),
    zeroPoints: scales.map(() => 0),
    axis: 0,
  };
}

function writeDequantized(
  file: FileBuilder,
  weights: Value,
  { shape, axis }: FileLayout,
): number {
  const quantization = weightScalesOf(weights, axis);
  const codes = file.constant(weights, { shape, quantization });
  const reals = file.extra(`${weights.name}:float32`, { elementType: "FLOAT32", shape });
  const version = quantization.scales.length > 1 ? 5 : 2;
  file.emit("DEQUANTIZE", { version, inputs: [codes], output: reals });
  return reals;
}
