/** Parts of quantized ONNX models for tests. */
import { readOnnx, type ReadOnnxOptions } from "../../../src/formats/mod.ts";
import { type Graph, valueOf } from "../../../src/graph/mod.ts";
import { modelBytes, type TestModel, type TestNode, type TestTensor } from "./model_bytes.ts";

/** A float32 number. */
export function scalar(value: number): TestTensor {
  return { shape: [], floats: [value] };
}

/** A uint8 number. */
export function uint8(value: number): TestTensor {
  return { shape: [], uint8: [value] };
}

/** An int8 number. */
export function int8(value: number): TestTensor {
  return { shape: [], int8: [value] };
}

/** QuantizeLinear of `x` with the constants `name:s` and `name:z`. */
export function quantizeNode(x: string, output: string, name = output): TestNode {
  return {
    op: "QuantizeLinear",
    name: `${output} quantize`,
    inputs: [x, `${name}:s`, `${name}:z`],
    outputs: [output],
  };
}

/** DequantizeLinear of `codes` with the constants `name:s` and `name:z`. */
export function dequantizeNode(codes: string, output: string, name = codes): TestNode {
  return {
    op: "DequantizeLinear",
    name: `${output} dequantize`,
    inputs: [codes, `${name}:s`, `${name}:z`],
    outputs: [output],
  };
}

/** Constants `name:s` and `name:z` of uint8 codes. */
export function parameters(
  all: Readonly<Record<string, readonly [scale: number, zeroPoint: number]>>,
): Readonly<Record<string, TestTensor>> {
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, [scale, zeroPoint]]) => [
      [`${name}:s`, scalar(scale)],
      [`${name}:z`, uint8(zeroPoint)],
    ]),
  );
}

/** The graph of a model. */
export function readModel(model: TestModel, options: ReadOnnxOptions = {}): Graph {
  return readOnnx(modelBytes(model), options);
}

/** The ops of a graph by kind, those that write int8 with a star. */
export function kindsOf(graph: Graph): string {
  return graph.nodes.map(({ op, output }) =>
    op.kind + (valueOf(graph, output).type.dtype === "int8" ? "*" : "")
  ).join(" ");
}

/** The scale and the zero point of a value of the graph. */
export function parametersOf(graph: Graph, name: string): readonly [number, number] {
  const { quantization } = valueOf(graph, name).type;
  if (quantization.kind !== "static" || quantization.granularity !== "per-tensor") {
    throw new Error(`"${name}" must be static per-tensor, got ${quantization.kind}`);
  }
  return [quantization.parameters.scale, quantization.parameters.zeroPoint];
}

/** `x` quantized, dequantized, through `nodes` from `a` to `b`, quantized to `q`, dequantized. */
export function between(
  nodes: readonly TestNode[],
  { x = ["n", 4], constants = {}, out = [0.5, 100] }: {
    readonly x?: readonly (number | string)[];
    readonly constants?: Readonly<Record<string, TestTensor>>;
    readonly out?: readonly [number, number];
  } = {},
): TestModel {
  return {
    inputs: { x },
    nodes: [
      quantizeNode("x", "p"),
      dequantizeNode("p", "a"),
      ...nodes,
      quantizeNode("b", "q"),
      dequantizeNode("q", "y"),
    ],
    constants: { ...parameters({ p: [0.25, 3], q: out }), ...constants },
  };
}
