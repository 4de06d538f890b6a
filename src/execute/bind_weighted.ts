import { codeRange, type FixedPoint, fixedPoint } from "../affine/mod.ts";
import { ModelError, type Node, valueOf, weightScales, weightZeroPoint } from "../graph/mod.ts";
import type { Clamp, OpOf, WeightedKind } from "../graph/mod.ts";
import type {
  Int8Buffer,
  MatrixOutput,
  Run,
  StaticInt8,
  WeightedInt8,
  WeightedOutput,
} from "../kernels/mod.ts";
import type { Binding, ValueBuffer } from "./buffers.ts";
import { convGeometry, depthwiseGeometry, matrixGeometry } from "./geometry.ts";

type WeightedOp = OpOf<WeightedKind>;

/** Binds a convolution, depthwise convolution or fully connected layer. */
export function bindWeighted(binding: Binding, node: Node): Run {
  const op = node.op as WeightedOp;
  const x = binding.buffers.of(node.inputs[0]!);
  return x.kind === "float32"
    ? bindFloat32(binding, node, op, x.data)
    : bindInt8(binding, node, op, x);
}

/** Float32 input: int8 weights (weight-only) are dequantized here, once. */
function bindFloat32(
  { graph, kernels, buffers }: Binding,
  node: Node,
  op: WeightedOp,
  x: Float32Array,
): Run {
  const y = buffers.of(node.output);
  if (y.kind !== "float32") throw unsupported(node, "a float32 input needs a float32 output");
  const args = {
    x,
    y: y.data,
    weights: float32Weights({ graph }, node),
    bias: floatBias({ graph, kernels, buffers }, node),
    clamp: op.clamp,
  };
  switch (op.kind) {
    case "conv2d":
      return kernels.float32.conv2d({ ...args, geometry: convGeometry(graph, node, op) });
    case "depthwiseConv2d":
      return kernels.float32.depthwiseConv2d({
        ...args,
        geometry: depthwiseGeometry(graph, node, op),
      });
    case "fullyConnected":
      return kernels.float32.fullyConnected({ ...args, geometry: matrixGeometry(graph, node) });
  }
}

function bindInt8(binding: Binding, node: Node, op: WeightedOp, x: Int8Buffer): Run {
  const { graph, kernels, buffers } = binding;
  const value = valueOf(graph, node.inputs[1]!);
  if (value.constant?.dtype !== "int8") throw unsupported(node, "an int8 input needs int8 weights");
  const { data } = value.constant;
  const scales = buffers.memory.allocate("float32", weightScales(node, value).length);
  scales.set(weightScales(node, value));
  const args = {
    x,
    weights: { data, scales, zeroPoint: weightZeroPoint(value) },
    output: weightedOutput(binding, node, op.clamp, { x, scales }),
  };
  switch (op.kind) {
    case "conv2d":
      return kernels.int8.conv2d({ ...args, geometry: convGeometry(graph, node, op) });
    case "depthwiseConv2d":
      return kernels.int8.depthwiseConv2d({
        ...args,
        geometry: depthwiseGeometry(graph, node, op),
      });
    case "fullyConnected":
      return kernels.int8.fullyConnected({
        ...args,
        output: matrixOutput(node, args),
        geometry: matrixGeometry(graph, node),
      });
  }
}

/** A static fully connected layer of profile `litert-ref` is rounded once, in float64. */
function matrixOutput(
  { rounding }: Node,
  { x, weights, output }: Omit<WeightedInt8<unknown>, "geometry">,
): MatrixOutput {
  if (rounding !== "litert-ref" || x.kind !== "static" || output.kind !== "static") return output;
  const multipliers = Array.from(weights.scales, (scale) => x.scale * scale / output.y.scale);
  return { ...output, kind: "static-float64", multipliers };
}

/** What becomes of the accumulators: decided by the types of input and output. */
function weightedOutput(
  binding: Binding,
  node: Node,
  clamp: Clamp,
  { x, scales }: { readonly x: Int8Buffer; readonly scales: Float32Array },
): WeightedOutput {
  const y: ValueBuffer = binding.buffers.of(node.output);
  if (y.kind === "float32") {
    return { kind: "float32", y, bias: floatBias(binding, node), clamp };
  }
  if (y.kind === "dynamic") {
    return { kind: "dynamic", y, bias: floatBias(binding, node), clamp };
  }
  if (x.kind === "dynamic") {
    return { kind: "derived", y, bias: floatBias(binding, node), clamp };
  }
  return {
    kind: "static",
    y,
    bias: integerBias(binding, node),
    multipliers: staticMultipliers(binding, node, { x, y, scales }),
    codes: codeRange(clamp, y),
  };
}

/**
 * `s_in * s_w[c] / s_out` in float64. A fully connected layer with one weight scale rounds
 * `s_in * s_w` to float32 first, as TFLM does.
 */
function staticMultipliers(
  { graph }: Binding,
  node: Node,
  { x, y, scales }: { x: StaticInt8; y: StaticInt8; scales: Float32Array },
): readonly FixedPoint[] {
  const { quantization } = valueOf(graph, node.inputs[1]!).type;
  const rounds = node.op.kind === "fullyConnected" && quantization.kind === "static" &&
    quantization.granularity === "per-tensor";
  return Array.from(scales, (scale) => {
    const product = rounds ? Math.fround(x.scale * scale) : x.scale * scale;
    return fixedPoint(product / y.scale);
  });
}

function float32Weights({ graph }: Pick<Binding, "graph">, node: Node): Float32Array {
  const value = valueOf(graph, node.inputs[1]!);
  const { constant } = value;
  if (constant?.dtype === "float32") return constant.data;
  if (constant?.dtype !== "int8") throw unsupported(node, "weights must be float32 or int8");
  const scales = weightScales(node, value);
  const weights = new Float32Array(constant.data.length);
  const channels = scales.length;
  const zeroPoint = weightZeroPoint(value);
  const inner = constant.data.length / channels; // elements of one channel where it is axis 0
  const last = node.op.kind === "depthwiseConv2d";
  for (let i = 0; i < weights.length; i++) {
    const scale = scales[last ? i % channels : Math.floor(i / inner)]!;
    weights[i] = (constant.data[i]! - zeroPoint) * scale;
  }
  return weights;
}

function floatBias({ graph, buffers }: Binding, node: Node): Float32Array | undefined {
  if (node.inputs[2] === undefined) return undefined;
  const { constant } = valueOf(graph, node.inputs[2]);
  if (constant?.dtype !== "float32") throw unsupported(node, "its bias must be float32");
  const bias = buffers.memory.allocate("float32", constant.data.length);
  bias.set(constant.data);
  return bias;
}

function integerBias({ graph, buffers }: Binding, node: Node): Int32Array | undefined {
  if (node.inputs[2] === undefined) return undefined;
  const { constant } = valueOf(graph, node.inputs[2]);
  if (constant?.dtype !== "int32") throw unsupported(node, "its bias must be int32");
  const bias = buffers.memory.allocate("int32", constant.data.length);
  bias.set(constant.data);
  return bias;
}

function unsupported(node: Node, rule: string): ModelError {
  return new ModelError(`Cannot bind node "${node.name}" (${node.op.kind}): ${rule}`);
}
