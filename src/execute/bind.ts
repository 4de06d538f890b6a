/**
 * From a node and the types of its values to a bound kernel. One dispatch serves every scheme:
 * float32 inputs go to the float32 kernels, int8 inputs to the int8 kernels, and what an int8
 * kernel does with its accumulators follows from the type of the output.
 */
import { quantizeValue } from "../affine/mod.ts";
import { type Node, type Op, type OpOf, valueOf } from "../graph/mod.ts";
import type { Int8Buffer, Rounded, Run, Unary } from "../kernels/mod.ts";
import { elementsPerSample, isBatched } from "../tensor/mod.ts";
import { bindWeighted } from "./bind_weighted.ts";
import { type Binding, constantBuffer, type ValueBuffer } from "./buffers.ts";
import {
  elementwiseGeometry,
  matmulGeometry,
  padIndex,
  reduceGeometry,
  rowsGeometry,
  shapeOf,
  transposeIndex,
  windowGeometry,
} from "./geometry.ts";

/** The buffer of a node's operand, activation or constant. */
function operand({ graph, buffers }: Binding, name: string): ValueBuffer {
  const value = valueOf(graph, name);
  return value.constant ? constantBuffer(value, buffers.memory) : buffers.of(name);
}

function float32(buffer: ValueBuffer): Float32Array {
  if (buffer.kind !== "float32") throw new Error("Cannot bind: a float32 buffer is required");
  return buffer.data;
}

function int8(buffer: ValueBuffer): Int8Buffer {
  if (buffer.kind === "float32") throw new Error("Cannot bind: an int8 buffer is required");
  return buffer;
}

/** The kernel that runs a node, or none where the buffers already hold the result (reshape). */
export function bindNode(binding: Binding, node: Node): Run | undefined {
  const { graph, kernels, buffers } = binding;
  const { op } = node;
  const y = buffers.of(node.output);
  const x = operand(binding, node.inputs[0]!);
  const xShape = shapeOf(graph, node.inputs[0]!);
  const yShape = shapeOf(graph, node.output);
  const elements = elementsPerSample(yShape);

  switch (op.kind) {
    case "reshape":
      return undefined;
    case "conv2d":
    case "depthwiseConv2d":
    case "fullyConnected":
      return bindWeighted(binding, node);
    case "quantize":
      return kernels.int8.quantize({ x: float32(x), y: int8(y), elements });
    case "dequantize":
      return kernels.int8.dequantize({ x: int8(x), y: float32(y), elements });
    case "requantize":
      return kernels.int8.requantize({ x: int8(x), y: int8(y), elements });
    case "transpose":
      return bindMove(binding, node, transposeIndex(xShape, op.permutation), 0);
    case "pad":
      return bindMove(binding, node, padIndex(xShape, yShape, op.before), op.value);
    case "concat":
      return bindConcat(binding, node, op.axis);
    case "add":
    case "sub":
    case "mul":
    case "matmul":
      return bindPair(binding, node, op);
    case "maxPool2d":
    case "averagePool2d": {
      const geometry = windowGeometry(xShape, yShape, op);
      return x.kind === "float32"
        ? kernels.float32[op.kind]({ x: x.data, y: float32(y), geometry })
        : kernels.int8[op.kind]({
          x: x.data,
          y: int8(y).data,
          geometry,
          codes: { min: -128, max: 127 },
        });
    }
    case "mean": {
      const geometry = reduceGeometry(xShape, op.axes);
      return x.kind === "float32"
        ? kernels.float32.mean({ x: x.data, y: float32(y), geometry })
        : kernels.int8.mean({ x, y: int8(y), geometry });
    }
    case "softmax": {
      const geometry = rowsGeometry(xShape);
      if (x.kind === "float32") {
        return kernels.float32.softmax({ x: x.data, y: float32(y), geometry });
      }
      if (y.kind !== "static") throw new Error("Cannot bind softmax: its output must be static");
      return kernels.int8.softmax({ x, y, geometry });
    }
    default:
      return x.kind === "float32"
        ? bindUnary(kernels.float32, op, { x: x.data, y: float32(y), elements })
        : bindUnary(kernels.int8, op, { x, y: int8(y), elements, rounding: node.rounding });
  }
}

type UnaryOp = Extract<
  Op,
  { kind: "clamp" | "leakyRelu" | "sigmoid" | "tanh" | "hardSigmoid" | "hardSwish" }
>;

type UnaryArgs<A> = Unary<A> & Rounded;

/** The elementwise functions of one value, as both halves of the kernel-set table name them. */
type UnaryKernels<A> = {
  readonly [K in UnaryOp["kind"]]: (
    args:
      & UnaryArgs<A>
      & Omit<Extract<UnaryOp, { kind: K }>, "kind">,
  ) => Run;
};

function bindUnary<A>(
  kernels: UnaryKernels<A>,
  op: UnaryOp,
  args: UnaryArgs<A>,
): Run {
  switch (op.kind) {
    case "clamp":
      return kernels.clamp({ ...args, clamp: op.clamp });
    case "leakyRelu":
      return kernels.leakyRelu({ ...args, alpha: op.alpha });
    case "hardSigmoid":
      return kernels.hardSigmoid({ ...args, alpha: op.alpha, beta: op.beta });
    default:
      return kernels[op.kind](args);
  }
}

function bindPair(
  binding: Binding,
  node: Node,
  op: OpOf<"add" | "sub" | "mul" | "matmul">,
): Run {
  const { graph, kernels, buffers } = binding;
  const [a, b] = node.inputs.map((name) => operand(binding, name)) as [ValueBuffer, ValueBuffer];
  const y = buffers.of(node.output);
  const { clamp } = op;
  const { rounding } = node;
  if (op.kind === "matmul") {
    const geometry = matmulGeometry(graph, node);
    return a.kind === "float32"
      ? kernels.float32.matmul({ a: a.data, b: float32(b), y: float32(y), geometry, clamp })
      : kernels.int8.matmul({ a, b: int8(b), y: int8(y), geometry, clamp });
  }
  const geometry = elementwiseGeometry(graph, node);
  return a.kind === "float32"
    ? kernels.float32[op.kind]({ a: a.data, b: float32(b), y: float32(y), geometry, clamp })
    : kernels.int8[op.kind]({ a, b: int8(b), y: int8(y), geometry, clamp, rounding });
}

/** Transpose and pad: elements by index; padding holds `real` in the terms of the input. */
function bindMove(binding: Binding, node: Node, index: Int32Array, real: number): Run {
  const x = operand(binding, node.inputs[0]!);
  const y = binding.buffers.of(node.output);
  const fill = x.kind === "float32"
    ? Float32Array.of(real)
    : x.kind === "dynamic"
    ? x.zeroPoints
    : Int32Array.of(quantizeValue(real, x));
  return binding.kernels.move.gather({
    x: x.data,
    y: y.data,
    inputs: elementsPerSample(shapeOf(binding.graph, node.inputs[0]!)),
    index,
    fill,
  });
}

function bindConcat(binding: Binding, node: Node, axis: number): Run {
  const { graph, kernels, buffers } = binding;
  const shapes = node.inputs.map((name) => shapeOf(graph, name));
  const after = shapes.map((shape) => elementsPerSample(shape.slice(axis)));
  const outer = elementsPerSample(shapeOf(graph, node.output).slice(0, axis));
  const xs = node.inputs.map((name) => operand(binding, name));
  const y = buffers.of(node.output);
  const perSample = shapes.map((shape) => isBatched(shape) ? elementsPerSample(shape) : 0);
  const move = y.kind === "float32" ||
    (y.kind === "static" &&
      xs.every((x) => x.kind === "static" && x.scale === y.scale && x.zeroPoint === y.zeroPoint));
  if (move) {
    const data = xs.map((x) => x.data);
    return kernels.move.concat({ xs: data, y: y.data, outer, inners: after, perSample });
  }
  return kernels.int8.concat({ xs: xs.map(int8), y: int8(y), outer, inners: after, perSample });
}
