import { assert, assertEquals } from "@std/assert";
import { prepare } from "../../../src/execute/mod.ts";
import { calibrate, defaultCalibrators, observe } from "../../../src/calibrate/mod.ts";
import type { CalibrationTable } from "../../../src/calibrate/mod.ts";
import { readOnnx, writeOnnx } from "../../../src/formats/mod.ts";
import { decodeModel, type NodeProto } from "../../../src/formats/onnx/proto.ts";
import { tensorOf } from "../../../src/formats/onnx/tensor_proto.ts";
import { type Graph, simplify, transposeTensor, valueOf } from "../../../src/graph/mod.ts";
import { infer } from "../../../src/measure/mod.ts";
import { choosableValues, quantize, type WeightGranularity } from "../../../src/quantize/mod.ts";
import { elementsPerSample } from "../../../src/tensor/mod.ts";
import { smallCnn, values } from "../../graphs.ts";
import { randomGraph } from "../../graph/passes/random_graph.ts";
import { digitsStatic } from "./digits_static.ts";

/** Ranges of min-max on a few seeded samples. */
function minMax(graph: Graph): CalibrationTable {
  const elements = elementsPerSample(graph.inputs[0]!.shape);
  const data = values(16 * elements, { seed: 4 });
  const read = (ids: readonly number[]) =>
    Float32Array.from(ids.flatMap((id) => [...data.subarray(id * elements, (id + 1) * elements)]));
  const ids = Array.from({ length: 16 }, (_, id) => id);
  const statistics = observe(graph, { read }, { draws: [ids], sizes: [16] });
  return calibrate(statistics, defaultCalibrators["min-max"], { draw: 0, size: 16 });
}

/** A file taken apart. */
function parts(bytes: Uint8Array) {
  const { nodes, initializers } = decodeModel(bytes).graph!;
  const constants = new Map(initializers.map((proto) => [proto.name, tensorOf(proto)]));
  const types = new Map(initializers.map(({ name, dataType }) => [name, dataType]));
  return {
    operators: nodes.map(({ opType }) => opType),
    of: (opType: string) => nodes.filter((node) => node.opType === opType),
    maker: (name: string): NodeProto => nodes.find(({ outputs }) => outputs.includes(name))!,
    readers: (name: string) => nodes.filter(({ inputs }) => inputs.includes(name)),
    data: (name: string) => Array.from(constants.get(name)!.data),
    shape: (name: string) => constants.get(name)!.shape,
    type: (name: string) => types.get(name)!,
  };
}

function fixedSmallCnn(weights: WeightGranularity = "per-channel", table?: CalibrationTable) {
  const graph = smallCnn();
  return quantize(graph, { kind: "static", weights, table: table ?? minMax(graph) });
}

function count(operators: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries(
    [...Map.groupBy(operators, (name) => name)].map(([name, all]) => [name, all.length]).sort(),
  );
}

const [uint8Type, int8Type, int32Type] = [2, 3, 6];

Deno.test("writeOnnx() puts every static op between DequantizeLinear and QuantizeLinear", () => {
  const graph = fixedSmallCnn();
  const file = parts(writeOnnx(graph));
  // Activations: x in both orders, a to e, y, the mean before Flatten; 3 weights, 3 biases.
  assertEquals(count(file.operators), {
    Add: 1,
    Conv: 2,
    DequantizeLinear: 15,
    Flatten: 1,
    Gemm: 1,
    GlobalAveragePool: 1,
    MaxPool: 1,
    QuantizeLinear: 9,
    Transpose: 1,
  });
  for (const node of file.of("Conv").concat(file.of("Gemm"), file.of("Add"), file.of("MaxPool"))) {
    for (const input of node.inputs) {
      assertEquals(file.maker(input).opType, "DequantizeLinear", `${node.name} ${input}`);
    }
    const readers = file.readers(node.outputs[0]!).map(({ opType }) => opType);
    assertEquals(readers, ["QuantizeLinear"], node.name);
  }
});

Deno.test("writeOnnx() gives every activation the scale and zero point of the graph", () => {
  const graph = fixedSmallCnn();
  for (const codes of ["int8", "uint8"] as const) {
    const file = parts(writeOnnx(graph, { codes }));
    for (
      const name of ["x:int8", "a", "b", "c", "d", "e", "y:int8"]
    ) {
      const { quantization } = valueOf(graph, name).type;
      assert(quantization.kind === "static" && quantization.granularity === "per-tensor");
      const { scale, zeroPoint } = quantization.parameters;
      const node = file.of("QuantizeLinear").find(({ outputs }) => outputs[0] === name)!;
      const [, s, z] = node.inputs as readonly [string, string, string];
      assertEquals(file.data(s), [scale], name);
      assertEquals(file.data(z), [codes === "int8" ? zeroPoint : zeroPoint + 128], name);
      assertEquals(file.type(z), codes === "int8" ? int8Type : uint8Type, name);
    }
  }
});

Deno.test("writeOnnx() writes int8 weights along the output channels and int32 biases", () => {
  const graph = fixedSmallCnn();
  const file = parts(writeOnnx(graph));
  const [conv, depthwise] = file.of("Conv");
  const [gemm] = file.of("Gemm");
  const cases = [
    { node: conv!, op: graph.nodes[1]!, permutation: [0, 3, 1, 2], shape: [4, 2, 3, 3] },
    { node: depthwise!, op: graph.nodes[2]!, permutation: [2, 0, 1], shape: [4, 1, 3, 3] },
    {
      node: gemm!,
      op: graph.nodes.find(({ name }) => name === "n:y")!,
      permutation: [0, 1],
      shape: [3, 4],
    },
  ];
  for (const { node, op, permutation, shape } of cases) {
    const [x, weights, bias] = op.inputs.map((name) => valueOf(graph, name));
    const dequantized = file.maker(node.inputs[1]!);
    const [codes, scales, zeros] = dequantized.inputs as readonly [string, string, string];
    const { quantization } = weights!.type;
    assert(quantization.kind === "static" && quantization.granularity === "per-channel");
    assertEquals(file.shape(codes), shape);
    assertEquals(file.type(codes), int8Type);
    assertEquals(file.data(codes), [...transposeTensor(weights!.constant!, permutation).data]);
    assertEquals(file.data(scales), [...quantization.scales]);
    assertEquals(file.data(zeros), quantization.scales.map(() => 0));
    assertEquals(dequantized.attributes.map(({ name, i }) => [name, i]), [["axis", 0]]);

    const from = x!.type.quantization;
    assert(from.kind === "static" && from.granularity === "per-tensor");
    const added = file.maker(node.inputs[2]!);
    const [sums, products] = added.inputs as readonly [string, string];
    assertEquals(file.type(sums), int32Type);
    assertEquals(file.data(sums), [...bias!.constant!.data]);
    assertEquals(
      file.data(products),
      quantization.scales.map((scale) => Math.fround(from.parameters.scale * scale)),
    );
  }
  assertEquals(depthwise!.attributes.find(({ name }) => name === "group")?.i, 4);
  assertEquals(gemm!.attributes.map(({ name, i }) => [name, i]), [["transB", 1]]);
});

Deno.test("writeOnnx() writes per-tensor weights with one scale and no axis", () => {
  const file = parts(writeOnnx(fixedSmallCnn("per-tensor")));
  for (const node of [...file.of("Conv"), ...file.of("Gemm")]) {
    for (const input of node.inputs.slice(1)) {
      const { inputs, attributes } = file.maker(input);
      assertEquals([file.shape(inputs[1]!), file.shape(inputs[2]!), attributes], [[], [], []]);
    }
  }
});

Deno.test("writeOnnx() leaves out an activation that the codes already do, and no other", () => {
  const graph = smallCnn();
  const table = minMax(graph);
  const withRange = (name: string, range: { lo: number; hi: number }): CalibrationTable => ({
    ...table,
    ranges: new Map([...table.ranges, [name, { ...table.ranges.get(name)!, ...range }]]),
  });
  // `a` is clamped to [0, Infinity], `b` to [0, 6].
  const cases: readonly (readonly [CalibrationTable, readonly string[]])[] = [
    [table, []],
    [withRange("a", { lo: 0, hi: 3 }), []],
    [withRange("a", { lo: -0.5, hi: 3 }), ["Relu"]],
    [withRange("b", { lo: 0, hi: 6 }), []],
    [withRange("b", { lo: 0, hi: 7 }), ["Clip"]],
    [withRange("b", { lo: -1, hi: 2 }), ["Clip"]],
  ];
  for (const [ranges, kept] of cases) {
    const { operators } = parts(writeOnnx(fixedSmallCnn("per-channel", ranges)));
    assertEquals(operators.filter((name) => name === "Relu" || name === "Clip"), kept);
  }
});

Deno.test("writeOnnx() writes hybrid as integer products of dynamically quantized inputs", () => {
  const hybrid = quantize(smallCnn(), { kind: "hybrid", weights: "per-channel" });
  const file = parts(writeOnnx(hybrid));
  assertEquals(count(file.operators), {
    Add: 4, // three biases and the add of the model
    Cast: 3,
    Clip: 1,
    ConvInteger: 2,
    DynamicQuantizeLinear: 3,
    Flatten: 1,
    GlobalAveragePool: 1,
    MatMulInteger: 1,
    MaxPool: 1,
    Mul: 6,
    Relu: 1,
    Transpose: 1,
  });
  for (const node of [...file.of("ConvInteger"), ...file.of("MatMulInteger")]) {
    const [codes, weights, zeroPoint, weightZero] = node.inputs as readonly [
      string,
      string,
      string,
      string,
    ];
    assertEquals(file.maker(codes).outputs, [codes, file.maker(codes).outputs[1]!, zeroPoint]);
    assertEquals(file.maker(codes).opType, "DynamicQuantizeLinear");
    assertEquals([file.type(weights), file.data(weightZero)], [int8Type, [0]]);
  }
});

Deno.test("writeOnnx() writes dynamic like hybrid, between float32 values", () => {
  const graph = smallCnn();
  const weights = "per-channel";
  const [dynamic, hybrid] = [
    quantize(graph, { kind: "dynamic", weights }),
    quantize(graph, { kind: "hybrid", weights }),
  ].map((one) => count(parts(writeOnnx(one)).operators));
  assertEquals(dynamic, hybrid);
});

Deno.test("writeOnnx() writes dynamic-input as one dynamic layer before static ones", () => {
  const graph = smallCnn();
  const scheme = { kind: "dynamic-input", weights: "per-channel", table: minMax(graph) } as const;
  const file = parts(writeOnnx(quantize(graph, scheme)));
  const { DynamicQuantizeLinear, ConvInteger, Conv, Gemm } = count(file.operators);
  assertEquals([DynamicQuantizeLinear, ConvInteger, Conv, Gemm], [1, 1, 1, 1]);
  const [product] = file.of("ConvInteger");
  assertEquals(file.maker(product!.inputs[0]!).inputs, file.of("Transpose")[0]!.outputs);
  assertEquals(file.of("QuantizeLinear").some(({ outputs }) => outputs[0] === "a"), true);
});

Deno.test("writeOnnx() writes mixed: integer products of dynamic values, QDQ around static ones", () => {
  const graph = smallCnn();
  const table = minMax(graph);
  const names = choosableValues(graph);
  const inputs = values(4 * 72, { seed: 77 });
  for (let subset = 0; subset < 2 ** names.length; subset++) {
    const dynamic = names.filter((_, at) => (subset >> at) % 2 === 1);
    const scheme = { kind: "mixed", weights: "per-channel", table, dynamic } as const;
    const quantized = quantize(graph, scheme);
    const bytes = writeOnnx(quantized);
    const { ConvInteger = 0, MatMulInteger = 0, QuantizeLinear = 0 } = count(
      parts(bytes).operators,
    );
    const read = ["x", "a", "e"].filter((name) => dynamic.includes(name));
    assertEquals(ConvInteger + MatMulInteger, read.length, `${dynamic}`);
    assertEquals(QuantizeLinear > 0, dynamic.length < names.length, `${dynamic}`);
    const [ours, back] = [quantized, readOnnx(bytes)].map((one) =>
      infer(prepare(one, { kernels: "reference", batch: 4 }), inputs)
    );
    ours!.forEach((real, i) => assert(Math.abs(real - back![i]!) < 0.02, `${dynamic}`));
  }
});

Deno.test("writeOnnx() writes weight-only as float32 ops of dequantized weights", () => {
  const graph = quantize(smallCnn(), { kind: "weight-only", weights: "per-channel" });
  const file = parts(writeOnnx(graph));
  assertEquals(file.of("QuantizeLinear"), []);
  assertEquals(file.of("DequantizeLinear").length, 3);
  for (const node of [...file.of("Conv"), ...file.of("Gemm")]) {
    assertEquals(file.maker(node.inputs[1]!).opType, "DequantizeLinear");
    assertEquals(file.type(node.inputs[2]!), 1);
  }
});

Deno.test("writeOnnx() of quantized digits models reads back with the same outputs", async () => {
  const { models, inputs } = await digitsStatic();
  const some = inputs.subarray(0, 50 * 784);
  const run = (graph: Graph) => infer(prepare(graph, { kernels: "wasm", batch: 50 }), some);
  for (const { name, fixed, others } of models) {
    const expected = run(fixed);
    for (const codes of ["int8", "uint8"] as const) {
      assertEquals(run(readOnnx(writeOnnx(fixed, { codes }))), expected, `${name} ${codes}`);
    }
    for (const scheme of ["weight-only", "hybrid"] as const) {
      const back = readOnnx(writeOnnx(others[scheme]));
      assertEquals(run(back), run(others[scheme]), `${name} ${scheme}`);
    }
  }
});

Deno.test("writeOnnx() of random static graphs reads back with the same outputs", () => {
  for (let seed = 1; seed <= 60; seed++) {
    const graph = simplify(randomGraph(seed, 8));
    const fixed = quantize(graph, { kind: "static", weights: "per-channel", table: minMax(graph) });
    const inputs = values(3 * elementsPerSample(graph.inputs[0]!.shape), { seed });
    const [ours, back] = [fixed, readOnnx(writeOnnx(fixed))].map((one) =>
      infer(prepare(one, { kernels: "reference", batch: 3 }), inputs)
    );
    assertEquals(back, ours, `seed ${seed}`);
  }
});
