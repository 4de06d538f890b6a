import {
  type AffineParameters,
  signedUnitParameters,
  unitIntervalParameters,
} from "../../affine/mod.ts";
import {
  type Graph,
  type Node,
  type Quantization,
  tiedOps,
  type Value,
  valueOf,
} from "../graph.ts";
import type { OpKind } from "../op.ts";
import { ensure } from "../rule.ts";
import { isWeighted } from "../scale_floor.ts";
import { describeType } from "./value_types.ts";

/** Ops whose int8 form has one output scale for all inputs: `any` that is static, or the op's own. */
const fixedOps: ReadonlyMap<OpKind, AffineParameters | "any"> = new Map<
  OpKind,
  AffineParameters | "any"
>([
  ["softmax", unitIntervalParameters],
  ["sigmoid", unitIntervalParameters],
  ["tanh", signedUnitParameters],
  ["hardSigmoid", "any"],
]);

/** Ops whose int8 form depends on the profile of the node, and so must name a rounding. */
const requantizingOps: ReadonlySet<OpKind> = new Set([
  "conv2d",
  "depthwiseConv2d",
  "fullyConnected",
  "matmul",
  "add",
  "sub",
  "mul",
  "clamp",
  "sigmoid",
  "tanh",
  "mean",
  "requantize",
]);

/** Element types and quantization of a node's inputs and output: the legal forms of each op. */
export function checkNodeTypes(graph: Graph, node: Node): void {
  const inputs = node.inputs.map((name) => valueOf(graph, name));
  const output = valueOf(graph, node.output);
  ensure(
    inputs.some(({ constant }) => constant === undefined),
    () => "one input must be an activation, got only constants",
  );
  if (isWeighted(node)) {
    checkWeighted(node, inputs, output);
  } else {
    const [from, to] = dtypesOf(node, inputs[0]!);
    for (const input of inputs) {
      ensure(
        input.type.dtype === from,
        () => `the input "${input.name}" must be ${from}, got ${describeType(input.type)}`,
      );
      ensure(
        from === "float32" || granularityOf(input) === "per-tensor",
        () =>
          `the input "${input.name}" must be quantized per-tensor, got ${describeType(input.type)}`,
      );
    }
    ensure(
      output.type.dtype === to,
      () => `the output "${output.name}" must be ${to}, got ${describeType(output.type)}`,
    );
  }
  if (output.type.dtype !== "int8") return;
  if (tiedOps.has(node.op.kind)) checkTied(inputs[0]!, output);
  checkFixed(node, output);
  ensure(
    !requantizingOps.has(node.op.kind) || node.rounding !== undefined,
    () => "an op that requantizes must name its rounding, got none",
  );
}

/** An op that fixes its output's parameters writes codes of no others. */
function checkFixed({ op }: Node, { name, type: { quantization, ...type } }: Value): void {
  const fixed = fixedOps.get(op.kind);
  if (fixed === undefined) return;
  ensure(
    quantization.kind === "static" && quantization.granularity === "per-tensor",
    () => `the output "${name}" must be static, got ${describeType({ ...type, quantization })}`,
  );
  if (fixed === "any") return;
  const { scale, zeroPoint } = quantization.parameters;
  ensure(
    scale === fixed.scale && zeroPoint === fixed.zeroPoint,
    () =>
      `the output "${name}" must have scale ${fixed.scale} and zero point ${fixed.zeroPoint}, ` +
      `got scale ${scale} and zero point ${zeroPoint}`,
  );
}

/** The dtypes of inputs and output of an op without weights. */
function dtypesOf({ op }: Node, first: Value): readonly ["float32" | "int8", "float32" | "int8"] {
  switch (op.kind) {
    case "quantize":
      return ["float32", "int8"];
    case "dequantize":
      return ["int8", "float32"];
    case "requantize":
      return ["int8", "int8"];
    default:
      return first.type.dtype === "int8" ? ["int8", "int8"] : ["float32", "float32"];
  }
}

function granularityOf({ type: { quantization } }: Value): string | undefined {
  return quantization.kind === "none" ? undefined : quantization.granularity;
}

/** A tied op hands on the codes that it reads: the output has the input's parameters. */
function checkTied(input: Value, output: Value): void {
  ensure(
    sameQuantization(input.type.quantization, output.type.quantization),
    () =>
      `the output "${output.name}" must have the parameters of its input, ` +
      `got ${describeType(output.type)} for ${describeType(input.type)}`,
  );
}

function sameQuantization(a: Quantization, b: Quantization): boolean {
  if (a.kind !== "static" || b.kind !== "static") return a.kind === b.kind;
  return a.granularity === "per-tensor" && b.granularity === "per-tensor" &&
    a.parameters.scale === b.parameters.scale && a.parameters.zeroPoint === b.parameters.zeroPoint;
}

/**
 * x float32: output float32, weights float32 or int8 (weight-only), bias float32. x int8: weights
 * int8, output int8 or float32 (hybrid), bias int32 where input and output are static, else float32.
 */
function checkWeighted(node: Node, inputs: readonly Value[], output: Value): void {
  const [x, weights, bias] = [inputs[0]!, inputs[1]!, inputs[2]];
  ensure(x.constant === undefined, () => `the input must be an activation, got "${x.name}"`);
  ensure(weights.constant !== undefined, () => `weights must be constant, got "${weights.name}"`);
  const int8 = x.type.dtype === "int8";
  ensure(
    weights.type.dtype === "int8" || (!int8 && weights.type.dtype === "float32"),
    () => `weights must be ${int8 ? "int8" : "float32 or int8"}, got ${describeType(weights.type)}`,
  );
  checkWeightAxis(node, weights);
  ensure(
    int8 || output.type.dtype === "float32",
    () => `the output of a float32 input must be float32, got ${describeType(output.type)}`,
  );
  if (bias === undefined) return;
  ensure(bias.constant !== undefined, () => `bias must be constant, got "${bias.name}"`);
  const integer = int8 && x.type.quantization.kind === "static" &&
    output.type.quantization.kind === "static";
  const wanted = integer ? "int32" : "float32";
  ensure(
    bias.type.dtype === wanted,
    () =>
      `bias must be ${wanted} for an input ${describeType(x.type)} and an output ` +
      `${describeType(output.type)}, got ${describeType(bias.type)}`,
  );
}

/** Per-channel scales run along the output channels. */
function checkWeightAxis({ op }: Node, { type }: Value): void {
  const { quantization } = type;
  if (quantization.kind !== "static" || quantization.granularity !== "per-channel") return;
  const channels = op.kind === "depthwiseConv2d" ? type.shape.length - 1 : 0;
  ensure(
    quantization.axis === channels,
    () => `the scales of its weights must run along axis ${channels}, got ${quantization.axis}`,
  );
}
