import { type AffineParameters, makeScale, makeZeroPoint } from "../../src/affine/mod.ts";
import {
  type Clamp,
  type Graph,
  noClamp,
  type Node,
  type Op,
  type Quantization,
  unquantized,
  type Value,
} from "../../src/graph/mod.ts";
import { type DType, type Shape, tensor } from "../../src/tensor/mod.ts";

/** An operand or output of a golden case, as `tflite_ops.py` writes it. */
interface Operand {
  readonly dtype: "int8" | "int32" | "float32";
  readonly shape: readonly number[];
  readonly parameters?: readonly [scale: number, zeroPoint: number];
  readonly scales?: readonly number[];
  readonly axis?: number;
  readonly constant?: true;
  readonly data: string;
}

/** One operator with inputs and the output of the interpreter. */
export interface GoldenCase {
  readonly operator: string;
  /** An `Op` whose clamp is a name. */
  readonly op: Readonly<Record<string, unknown>> & { readonly clamp?: keyof typeof clamps };
  readonly inputs: readonly Operand[];
  readonly output: Operand;
}

const clamps: Readonly<Record<"none" | "relu" | "relu6" | "reluN1To1", Clamp>> = {
  none: noClamp,
  relu: { min: 0, max: Infinity },
  relu6: { min: 0, max: 6 },
  reluN1To1: { min: -1, max: 1 },
};

/** The cases of `tflite_ops.json`. */
export const goldenCases: readonly GoldenCase[] = JSON.parse(
  await Deno.readTextFile(new URL("tflite_ops.json", import.meta.url)),
);

/** The elements of an operand. */
export function elementsOf({ dtype, data }: Operand): Int8Array | Int32Array | Float32Array {
  if (data === "every code") return Int8Array.from({ length: 256 }, (_, i) => i - 128);
  const { buffer } = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
  return dtype === "int8"
    ? new Int8Array(buffer)
    : dtype === "int32"
    ? new Int32Array(buffer)
    : new Float32Array(buffer);
}

function parametersOf([scale, zeroPoint]: readonly [number, number]): AffineParameters {
  return { scale: makeScale(scale), zeroPoint: makeZeroPoint(zeroPoint) };
}

function quantizationOf({ parameters, scales, axis }: Operand): Quantization {
  if (parameters) {
    return { kind: "static", granularity: "per-tensor", parameters: parametersOf(parameters) };
  }
  if (scales === undefined) return unquantized;
  return scales.length === 1
    ? { kind: "static", granularity: "per-tensor", parameters: parametersOf([scales[0]!, 0]) }
    : { kind: "static", granularity: "per-channel", axis: axis!, scales: scales.map(makeScale) };
}

/** The name of the value that holds the output of the operator. */
export const outputName = "y";

/**
 * The operator of a case as a Graph with float32 inputs `x0`, `x1` … and a float32 output: int8
 * activations come from a quantize and go into a dequantize. A pooling op has its fused clamp behind it.
 */
export function graphOfCase({ operator, op: { clamp, ...op }, inputs, output }: GoldenCase): Graph {
  const values = new Map<string, Value>();
  const nodes: Node[] = [];
  const define = (name: string, operand: Operand, rest: Partial<Value> = {}) => {
    const { dtype, shape } = operand;
    const type = { dtype, shape: shape as Shape, quantization: quantizationOf(operand) };
    values.set(name, { name, type, ...rest });
  };
  const asFloat = (operand: Operand): Operand => ({
    dtype: "float32",
    shape: operand.shape,
    data: operand.data,
  });
  const emit = (name: string, op: Op, [names, made]: readonly [readonly string[], string]) =>
    nodes.push({ name, op, inputs: names, output: made, rounding: "litert-ref" });

  const names = inputs.map((operand, i) => {
    const name = `x${i}`;
    if (operand.constant) {
      const constant = tensor(operand.dtype as DType, operand.shape, elementsOf(operand));
      define(name, operand, { constant });
      return name;
    }
    define(name, asFloat(operand));
    if (operand.dtype === "float32") return name;
    define(`${name}:int8`, operand);
    emit(`${name}:quantize`, { kind: "quantize" }, [[name], `${name}:int8`]);
    return `${name}:int8`;
  });
  define(outputName, output);
  const pools = op.kind === "averagePool2d" || op.kind === "maxPool2d";
  const main = { ...op, ...(clamp && !pools && { clamp: clamps[clamp] }) } as unknown as Op;
  if (pools) {
    define("pooled", output);
    emit(operator, main, [names, "pooled"]);
    emit("clamp", { kind: "clamp", clamp: clamps[clamp!] }, [["pooled"], outputName]);
  } else emit(operator, main, [names, outputName]);
  const last = output.dtype === "float32" ? outputName : "out";
  if (last === "out") {
    define(last, asFloat(output));
    emit("out", { kind: "dequantize" }, [[outputName], last]);
  }
  const port = (name: string, shape: readonly number[]) =>
    ({ name, dtype: "float32", shape }) as const;
  return {
    name: operator,
    inputs: inputs.flatMap(({ constant, shape }, i) => constant ? [] : [port(`x${i}`, shape)]),
    outputs: [port(last, output.shape)],
    values,
    nodes,
  };
}

/** The float32 inputs of the Graph of a case: the reals of its codes. */
export function inputsOfCase({ inputs }: GoldenCase) {
  return Object.fromEntries(inputs.flatMap((operand, i) => {
    if (operand.constant) return [];
    const elements = elementsOf(operand);
    const [scale, zeroPoint] = operand.parameters ?? [1, 0];
    const reals = operand.dtype === "float32"
      ? Float32Array.from(elements)
      : Float32Array.from(elements, (code) => scale * (code - zeroPoint));
    return [[`x${i}`, tensor("float32", operand.shape, reals)]];
  }));
}
