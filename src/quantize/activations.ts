import {
  type AffineParameters,
  clamp,
  parametersFromRange,
  quantizeValue,
  representedRange,
  roundHalfAway,
} from "../affine/mod.ts";
import type { CalibrationTable } from "../calibrate/mod.ts";
import {
  type Graph,
  isWeighted,
  ModelError,
  type Node,
  type Quantization,
  scaleFloors,
  tiedOps,
  type Value,
  valueOf,
  weightScales,
} from "../graph/mod.ts";
import { tensor } from "../tensor/mod.ts";
import { dynamicQuantization, fixedParameters, int8Type, staticQuantization } from "./types.ts";

/** Whether an activation has fixed parameters or finds them at run time. */
export type Policy = (value: string) => "static" | "dynamic";

/** The name of the int8 form of a value that also stays float32 (model inputs and outputs). */
export function int8Name(value: string): string {
  return `${value}:int8`;
}

/** The name of the float32 value that an int8 value stands for. */
export function floatName(value: string): string {
  return value.replace(/:int8$/, "");
}

/**
 * The graph with int8 activations between a quantize at each input and a dequantize at each output.
 * `graph` has int8 weights and float32 biases. Every value keeps its name, inputs and outputs of
 * the model apart: their int8 form is called `name:int8`.
 *
 * @throws {ModelError} When the table lacks a range, a constant is not finite, padding of a dynamic value
 * is not 0, or `inputParameters` have too small a scale for the biases.
 */
export function withInt8Activations(
  graph: Graph,
  policy: Policy,
  { table, inputParameters }: {
    readonly table?: CalibrationTable;
    readonly inputParameters?: AffineParameters;
  },
): Graph {
  const floors = scaleFloors(graph);
  const values = new Map<string, Value>();
  const nodes: Node[] = [];
  const ports = new Set([...graph.inputs, ...graph.outputs].map(({ name }) => name));
  const inner = (name: string) => ports.has(name) ? int8Name(name) : name;

  /** Parameters from the calibrated range; the scale is floored for the biases that depend on it. */
  const calibrated = (name: string): AffineParameters => {
    const range = table?.ranges.get(name);
    if (range === undefined) {
      throw new ModelError(
        `Cannot quantize value "${name}": the calibration table must have its range`,
      );
    }
    return parametersFromRange(range.lo, range.hi, floors.get(name));
  };
  const quantizationOf = (name: string): Quantization =>
    policy(name) === "dynamic" ? dynamicQuantization : staticQuantization(calibrated(name));

  for (const { name, shape } of graph.inputs) {
    if (inputParameters) checkInputScale(name, inputParameters.scale, floors.get(name) ?? 0);
    values.set(name, valueOf(graph, name));
    const quantization = inputParameters
      ? staticQuantization(inputParameters)
      : quantizationOf(name);
    const type = int8Type(shape, quantization);
    values.set(int8Name(name), { name: int8Name(name), type });
    nodes.push({
      name: `${name}:quantize`,
      op: { kind: "quantize" },
      inputs: [name],
      output: int8Name(name),
    });
  }

  for (const node of graph.nodes) {
    const inputs = node.inputs.map((name, index) => {
      const value = valueOf(graph, name);
      if (value.constant === undefined) return inner(name);
      if (isWeighted(node)) {
        values.set(name, value);
        return name;
      }
      const constant = quantizeConstant(node, value, index);
      values.set(constant.name, constant);
      return constant.name;
    });
    const xs = inputs.map((name) => values.get(name)!.type.quantization);
    const quantization = outputQuantization(node, {
      x: xs[0]!,
      xs,
      quantizationOf,
      floor: floors.get(node.output),
    });
    const output = inner(node.output);
    values.set(output, {
      name: output,
      type: int8Type(valueOf(graph, node.output).type.shape, quantization),
    });

    if (isWeighted(node) && inputs[2] !== undefined && xs[0]!.kind === "static") {
      if (quantization.kind === "static") {
        const bias = integerBias(graph, node, xs[0]!);
        values.set(bias.name, bias);
        inputs[2] = bias.name;
      }
    }
    if (node.op.kind === "concat" && quantization.kind === "static") {
      inputs.forEach((name, index) => {
        if (sameParameters(xs[index]!, quantization)) return;
        const brought = `${name}:for:${node.name}`;
        inputs[index] = brought;
        if (values.has(brought)) return; // the same input twice
        const { shape } = values.get(name)!.type;
        values.set(brought, { name: brought, type: int8Type(shape, quantization) });
        nodes.push({
          name: `${brought}:requantize`,
          op: { kind: "requantize" },
          inputs: [name],
          output: brought,
          rounding: "tflm",
        });
      });
    }
    nodes.push({
      ...node,
      inputs,
      output,
      ...(requantizes(node) && { rounding: "tflm" as const }),
    });
  }

  for (const { name } of graph.outputs) {
    values.set(name, valueOf(graph, name));
    nodes.push({
      name: `${name}:dequantize`,
      op: { kind: "dequantize" },
      inputs: [int8Name(name)],
      output: name,
    });
  }
  return { ...graph, values, nodes };
}

/** Parameters that are given cannot be raised to the floor of the biases that depend on them. */
function checkInputScale(name: string, scale: number, floor: number): void {
  if (scale >= floor) return;
  throw new ModelError(
    `Cannot quantize input "${name}" with given parameters: its scale must be at least ${floor}, so ` +
      `that the biases behind it fit in int32, got ${scale}`,
  );
}

/** The quantization that a node's output gets from its op, its inputs and the policy. */
function outputQuantization(
  node: Node,
  { x, xs, quantizationOf, floor }: {
    readonly x: Quantization;
    readonly xs: readonly Quantization[];
    readonly quantizationOf: (name: string) => Quantization;
    readonly floor: number | undefined;
  },
): Quantization {
  const fixed = fixedParameters(node.op.kind);
  if (fixed) return staticQuantization(fixed);
  if (tiedOps.has(node.op.kind)) {
    if (node.op.kind === "pad" && node.op.value !== 0 && x.kind === "dynamic") {
      throw new ModelError(
        `Cannot quantize node "${node.name}" (pad): padding of a dynamic value must be 0, ` +
          `got ${node.op.value}`,
      );
    }
    return x;
  }
  // RELU6 of TensorFlow Lite Micro keeps the codes whatever parameters its output has.
  if (isRelu6(node) && isStatic(x)) return x;
  if (node.op.kind !== "concat" || !xs.every(isStatic)) return quantizationOf(node.output);
  if (xs.every((other) => sameParameters(other, x))) return x;
  const ranges = xs.map(({ parameters }) => representedRange(parameters));
  return staticQuantization(parametersFromRange(
    Math.min(...ranges.map(({ lo }) => lo)),
    Math.max(...ranges.map(({ hi }) => hi)),
    floor,
  ));
}

function isRelu6({ op }: Node): boolean {
  return op.kind === "clamp" && op.clamp.min === 0 && op.clamp.max === 6;
}

type StaticPerTensor = Extract<Quantization, { granularity: "per-tensor"; kind: "static" }>;

function isStatic(quantization: Quantization): quantization is StaticPerTensor {
  return quantization.kind === "static" && quantization.granularity === "per-tensor";
}

function sameParameters(a: Quantization, b: Quantization): boolean {
  return isStatic(a) && isStatic(b) && a.parameters.scale === b.parameters.scale &&
    a.parameters.zeroPoint === b.parameters.zeroPoint;
}

/** Ops whose int8 kernels bring accumulators or codes to another scale. */
function requantizes({ op }: Node): boolean {
  return !tiedOps.has(op.kind) && op.kind !== "concat";
}

/** A constant operand of an elementwise op, quantized to its own range. */
function quantizeConstant(node: Node, value: Value, index: number): Value {
  const { constant } = value;
  if (constant?.dtype !== "float32" || !constant.data.every(Number.isFinite)) {
    throw new ModelError(
      `Cannot quantize node "${node.name}" (${node.op.kind}): ` +
        `constant operand ${index} "${value.name}" must be finite float32`,
    );
  }
  const lo = constant.data.reduce((a, b) => Math.min(a, b), 0);
  const hi = constant.data.reduce((a, b) => Math.max(a, b), 0);
  const parameters = parametersFromRange(lo, hi);
  const codes = Int8Array.from(constant.data, (x) => quantizeValue(x, parameters));
  return {
    name: int8Name(value.name),
    type: int8Type(value.type.shape, staticQuantization(parameters)),
    constant: tensor("int8", constant.shape, codes),
  };
}

/**
 * The int32 bias of a node with static input and output: `round(b / k)`, `k = s_in * s_w[c]` in
 * float32, ties away from zero: the same rule as the dynamic scheme follows at run time.
 */
function integerBias(graph: Graph, node: Node, x: Quantization): Value {
  const value = valueOf(graph, node.inputs[2]!);
  const { constant } = value;
  if (
    constant?.dtype !== "float32" || x.kind !== "static" || x.granularity !== "per-tensor"
  ) {
    throw new ModelError(
      `Cannot quantize node "${node.name}" (${node.op.kind}): its bias must be float32`,
    );
  }
  const { scale } = x.parameters;
  const scales = weightScales(node, valueOf(graph, node.inputs[1]!));
  const codes = Int32Array.from(constant.data, (b, c) => {
    const steps = roundHalfAway(Math.fround(b / Math.fround(scale * scales[c]!)));
    return clamp(steps, -(2 ** 31), 2 ** 31 - 1);
  });
  return {
    name: `${node.name}:bias:int32`,
    type: { dtype: "int32", shape: value.type.shape, quantization: { kind: "none" } },
    constant: tensor("int32", constant.shape, codes),
  };
}
