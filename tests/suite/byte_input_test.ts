import { assert, assertEquals, assertThrows } from "@std/assert";
import { quantizeValue } from "../../src/affine/mod.ts";
import { calibrate, defaultCalibrators, observe } from "../../src/calibrate/mod.ts";
import { prepare } from "../../src/execute/mod.ts";
import { codeInputs, type Graph, ModelError, valueOf } from "../../src/graph/mod.ts";
import { kernelSetNames } from "../../src/kernels/mod.ts";
import { countOperations, infer } from "../../src/measure/mod.ts";
import { quantize, type Scheme } from "../../src/quantize/mod.ts";
import { latencyRows } from "../../src/suite/latency_rows.ts";
import { preprocess } from "../../src/suite/preprocess.ts";
import { quantizeOptions } from "../../src/suite/quantize_options.ts";
import { byteInput, type Preprocessing } from "../../src/suite/schema.ts";
import { tensor } from "../../src/tensor/mod.ts";
import { constant, graphOf, lcg, smallCnn } from "../graphs.ts";

const unit: Preprocessing = { divisor: 255, mean: [0], std: [1], layout: "nhwc" };
const everyByte = Float32Array.from({ length: 256 }, (_, byte) => byte);

Deno.test("the code of byte b is b - 128, whatever the preprocessing makes of it", () => {
  const all: readonly Partial<Preprocessing>[] = [
    {},
    { divisor: 1 },
    { divisor: 256, mean: [0.5], std: [0.5] },
    { divisor: 1, mean: [128], std: [128] },
    { divisor: 127.5, mean: [2], std: [0.3] },
    { divisor: 1, mean: [255], std: [1e-3] },
    { divisor: 3, mean: [7], std: [123.456] },
    ...Array.from({ length: 256 }, (_, zero) => ({ mean: [zero / 255], std: [0.1234] })),
  ];
  for (const change of all) {
    const preprocessing = { ...unit, ...change };
    const { inputParameters } = quantizeOptions({ input: "bytes", preprocessing });
    assert(inputParameters, JSON.stringify(change));
    const reals = preprocess(everyByte, [256], preprocessing);
    const codes = Array.from(reals, (real) => quantizeValue(real, inputParameters));
    assertEquals(codes, Array.from(everyByte, (byte) => byte - 128), JSON.stringify(change));
  }
});

Deno.test("byteInput() is absent where no one scale says what bytes stand for", () => {
  const absent: readonly Partial<Preprocessing>[] = [
    { mean: [0.5], std: [0.5] }, // black at -127.5 steps
    { mean: [-1 / 255] },
    { divisor: 1, mean: [256] },
    { mean: [0, 0] },
    { std: [1, 2] },
    { windows: { size: 4, step: 2 } },
    { std: [1e300] },
    { divisor: 1e-30, std: [1e-30] },
  ];
  for (const change of absent) {
    assertEquals(byteInput({ ...unit, ...change }), undefined, JSON.stringify(change));
  }
  assertEquals(byteInput(unit), { scale: Math.fround(1 / 255), zero: 0 });
  assertEquals(quantizeOptions({ input: "float32", preprocessing: unit }), {});
});

const options = quantizeOptions({ input: "bytes", preprocessing: unit });
const samples = 6;

/** What a sensor gives `samples` times, as float32 and as codes. */
function sensed(elements: number) {
  const next = lcg(3);
  const bytes = Float32Array.from(
    { length: samples * elements },
    () => Math.floor(128 * (next() + 1)),
  );
  return {
    reals: preprocess(bytes, [elements], unit),
    codes: Int8Array.from(bytes, (b) => b - 128),
  };
}

/** x [batch, 2, 6, 6], planes first -> transpose -> conv: what the reader of an ONNX model makes. */
function planesFirst(): Graph {
  return graphOf(["batch", 2, 6, 6], [
    {
      name: "t",
      op: { kind: "transpose", permutation: [0, 2, 3, 1] },
      inputs: ["x"],
      shape: ["batch", 6, 6, 2],
    },
    {
      name: "p",
      op: { kind: "pad", before: [0, 1, 1, 0], after: [0, 0, 0, 0], value: 0 },
      inputs: ["t"],
      shape: ["batch", 7, 7, 2],
    },
    {
      name: "c",
      op: {
        kind: "conv2d",
        groups: 1,
        strides: [1, 1],
        dilations: [1, 1],
        pads: [0, 0, 0, 0],
        clamp: { min: 0, max: Infinity },
      },
      inputs: ["p", "w", "b"],
      shape: ["batch", 5, 5, 4],
    },
    {
      name: "y",
      op: { kind: "mean", axes: [1, 2], keepDims: false },
      inputs: ["c"],
      shape: ["batch", 4],
    },
  ], { w: constant([4, 3, 3, 2], { seed: 8 }), b: constant([4], { seed: 9 }) });
}

function tableOf(graph: Graph, reals: Float32Array) {
  const elements = reals.length / samples;
  const ids = Array.from({ length: samples }, (_, id) => id);
  const read = (some: readonly number[]) =>
    Float32Array.from(
      some.flatMap((id) => [...reals.subarray(id * elements, (id + 1) * elements)]),
    );
  const statistics = observe(graph, { read }, { draws: [ids], sizes: [samples] });
  return calibrate(statistics, defaultCalibrators["min-max"], { draw: 0, size: samples });
}

function schemesOf(graph: Graph, reals: Float32Array): readonly Scheme[] {
  const [weights, table] = ["per-channel", tableOf(graph, reals)] as const;
  return [
    { kind: "static", weights, table },
    { kind: "dynamic", weights },
    { kind: "dynamic-input", weights, table },
    { kind: "hybrid", weights },
  ];
}

for (const [name, graph] of [["conv", smallCnn()], ["transpose", planesFirst()]] as const) {
  const { reals, codes } = sensed(72);
  for (const scheme of schemesOf(graph, reals)) {
    const under = `under ${scheme.kind}, where a ${name} reads them`;
    const quantized = quantize(graph, scheme, options);
    const coded = codeInputs(quantized);

    Deno.test(`bytes have their own parameters ${under}`, () => {
      assertEquals(valueOf(quantized, "x:int8").type.quantization, {
        kind: "static",
        granularity: "per-tensor",
        parameters: options.inputParameters!,
      });
    });

    Deno.test(`codes give what the float32 port gives ${under}`, () => {
      assertEquals(coded.inputs, [{ ...quantized.inputs[0]!, dtype: "int8" }]);
      const shape = [samples, ...graph.inputs[0]!.shape.slice(1) as number[]];
      const outputs = kernelSetNames.flatMap((kernels) => {
        const session = prepare(coded, { kernels, batch: samples });
        const [output] = Object.values(session.run({ x: tensor("int8", shape, codes) }));
        return [
          [...infer(prepare(quantized, { kernels, batch: samples }), reals)],
          [...output!.data],
        ];
      });
      for (const other of outputs) assertEquals(other, outputs[0]);
      const exact = infer(prepare(graph, { kernels: "reference", batch: samples }), reals);
      const noise = exact.reduce((sum, y, i) => sum + (y - outputs[0]![i]!) ** 2, 0);
      const signal = exact.reduce((sum, y) => sum + y * y, 0);
      assert(noise < signal / 300, `${10 * Math.log10(signal / noise)} dB`);
    });

    Deno.test(`nothing is spent on quantizing bytes ${under}`, () => {
      const inputElements = 72;
      const [before, after] = [countOperations(quantized).total, countOperations(coded).total];
      assertEquals(before.quantize - after.quantize, inputElements);
      assertEquals(coded.nodes.length, quantized.nodes.length - 1);
      assertEquals({ ...after, quantize: 0 }, { ...before, quantize: 0 });
      if (scheme.kind !== "hybrid") assertEquals(after.quantize, 0);
      if (scheme.kind === "hybrid" && name === "transpose") {
        assertEquals([after.quantize, after.floatScan], [0, 0]);
      }
    });
  }
}

Deno.test("latency is measured on codes, each granularity by itself", () => {
  const graph = smallCnn();
  const { reals } = sensed(72);
  const scheme = { kind: "static", weights: "per-tensor", table: tableOf(graph, reals) } as const;
  const slow = codeInputs(quantize(graph, scheme, options));
  const codes = { name: "y", type: valueOf(slow, "x").type };
  const quick: Graph = {
    ...slow,
    outputs: [{ ...slow.inputs[0]!, name: "y" }],
    values: new Map([["x", valueOf(slow, "x")], ["y", codes]]),
    nodes: [{
      name: "n",
      op: { kind: "reshape", shape: ["batch", 6, 6, 2] },
      inputs: ["x"],
      output: "y",
    }],
  };
  const rows = latencyRows([
    { scheme: "float32", weights: undefined, dynamicValues: undefined, graph },
    { scheme: "static", weights: "per-tensor", dynamicValues: undefined, graph: slow },
    { scheme: "static", weights: "per-channel", dynamicValues: undefined, graph: quick },
  ], {
    suite: "s",
    model: "m",
    kernels: "reference",
    settings: { minBlocks: 3, maxBlocks: 3, blockUs: 500, targetShare: 0.5 },
    seed: 0,
    input: reals.subarray(0, 72),
    nowUs: () => performance.now() * 1000,
    onBlock: () => {},
  });
  assertEquals(rows.map(({ scheme, weights }) => [scheme, weights]), [
    ["float32", undefined],
    ["static", "per-tensor"],
    ["static", "per-channel"],
  ]);
  assertEquals(rows[1]!.ratioToStatic, 1);
  assert(rows[2]!.p50Us < rows[1]!.p50Us && rows[2]!.ratioToStatic! < 1);
});

Deno.test("quantize() refuses given parameters that a bias behind them does not fit", () => {
  const dense = graphOf(["batch", 2], [{
    name: "y",
    op: { kind: "fullyConnected", clamp: { min: -Infinity, max: Infinity } },
    inputs: ["x", "w", "b"],
    shape: ["batch", 2],
  }], {
    w: { shape: [2, 2], data: Float32Array.of(1, 1, 1, 1) },
    b: { shape: [2], data: Float32Array.of(0, 1e8) },
  });
  for (const kind of ["static", "dynamic"] as const) {
    const scheme = kind === "static"
      ? { kind, weights: "per-channel", table: tableOf(dense, new Float32Array(12)) } as const
      : { kind, weights: "per-channel" } as const;
    assertThrows(
      () => quantize(dense, scheme, options),
      ModelError,
      'Cannot quantize input "x" with given parameters',
    );
  }
});
