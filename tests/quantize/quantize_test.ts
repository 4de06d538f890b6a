import { assert, assertEquals, assertThrows } from "@std/assert";
import { prepare } from "../../src/execute/mod.ts";
import { type Graph, ModelError, noClamp, valueOf } from "../../src/graph/mod.ts";
import { infer } from "../../src/measure/mod.ts";
import { quantize, type Scheme, weightGranularities } from "../../src/quantize/mod.ts";
import { constant, graphOf, relu, smallCnn, values } from "../graphs.ts";
import { minMaxTable } from "./min_max_table.ts";

function schemesOf(graph: Graph, weights: typeof weightGranularities[number]): readonly Scheme[] {
  const table = minMaxTable(graph);
  return [
    { kind: "weight-only", weights },
    { kind: "static", weights, table },
    { kind: "dynamic", weights },
    { kind: "dynamic-input", weights, table },
    { kind: "hybrid", weights },
  ];
}

function sqnrDb(exact: Float32Array, approximate: Float32Array): number {
  let [signal, noise] = [0, 0];
  exact.forEach((x, i) => {
    signal += x * x;
    noise += (x - approximate[i]!) ** 2;
  });
  return 10 * Math.log10(signal / noise);
}

Deno.test("quantize() stays near float32 under every scheme and weight granularity", () => {
  const graph = smallCnn();
  const inputs = values(10 * 72, { seed: 77 });
  const exact = infer(prepare(graph, { kernels: "reference", batch: 4 }), inputs);
  for (const weights of weightGranularities) {
    for (const scheme of schemesOf(graph, weights)) {
      const session = prepare(quantize(graph, scheme), { kernels: "reference", batch: 4 });
      const db = sqnrDb(exact, infer(session, inputs));
      assert(db > 25, `${scheme.kind} ${weights}: ${db} dB`);
    }
  }
});

Deno.test("quantize() gives float32 back unchanged", () => {
  const graph = smallCnn();
  assert(quantize(graph, { kind: "float32" }) === graph);
});

Deno.test("a static graph is integer only between quantize and dequantize", () => {
  const graph = smallCnn();
  const quantized = quantize(graph, {
    kind: "static",
    weights: "per-channel",
    table: minMaxTable(graph),
  });
  const kinds = quantized.nodes.map(({ op }) => op.kind);
  assertEquals(kinds.at(0), "quantize");
  assertEquals(kinds.at(-1), "dequantize");
  for (const node of quantized.nodes.slice(1, -1)) {
    for (const name of [...node.inputs, node.output]) {
      const { dtype, quantization } = valueOf(quantized, name).type;
      assert(dtype === "int8" || dtype === "int32", `${name} is ${dtype}`);
      assert(quantization.kind !== "dynamic", name);
    }
  }
});

Deno.test("a ReLU6 that no op takes in keeps the static parameters of its input", () => {
  const graph = graphOf(["batch", 6], [
    { name: "h", op: { kind: "leakyRelu", alpha: 0.1 }, inputs: ["x"], shape: ["batch", 6] },
    {
      name: "y",
      op: { kind: "clamp", clamp: { min: 0, max: 6 } },
      inputs: ["h"],
      shape: ["batch", 6],
    },
  ]);
  const table = minMaxTable(graph, 8);
  const quantized = quantize(graph, { kind: "static", weights: "per-channel", table });
  const quantizationOf = (name: string) => valueOf(quantized, name).type.quantization;
  assertEquals(quantizationOf("y:int8"), quantizationOf("h"));
  const session = prepare(quantized, { kernels: "wasm" });
  const y = infer(session, Float32Array.of(-3, 0, 2, 5, 6, 7.5));
  for (const [i, expected] of [0, 0, 2, 5, 6, 6].entries()) {
    assert(Math.abs(y[i]! - expected) < 0.06, `${y[i]} for ${expected}`);
  }
});

Deno.test("weights are the same in every scheme", () => {
  const graph = smallCnn();
  const weightsOf = (scheme: Scheme) => {
    const quantized = quantize(graph, scheme);
    return ["w1:int8", "w2:int8", "w3:int8"].map((name) => valueOf(quantized, name));
  };
  for (const weights of weightGranularities) {
    const [first, ...others] = schemesOf(graph, weights).map(weightsOf);
    for (const other of others) assertEquals(other, first);
  }
});

Deno.test("weight granularity decides how many scales a tensor has", () => {
  const graph = smallCnn();
  const cases = [
    ["per-channel", ["per-channel", "per-channel", "per-channel"]],
    ["per-tensor", ["per-tensor", "per-tensor", "per-tensor"]],
    ["tflite", ["per-channel", "per-channel", "per-tensor"]],
  ] as const;
  for (const [weights, expected] of cases) {
    const quantized = quantize(graph, { kind: "weight-only", weights });
    const found = ["w1:int8", "w2:int8", "w3:int8"].map((name) => {
      const { quantization } = valueOf(quantized, name).type;
      return quantization.kind === "static" ? quantization.granularity : "none";
    });
    assertEquals(found, [...expected]);
  }
});

Deno.test("a channel of zeros takes the scale of the whole tensor", () => {
  const w = constant([2, 4], { seed: 3 });
  w.data.fill(0, 4);
  const graph = graphOf(["batch", 4], [{
    name: "y",
    op: { kind: "fullyConnected", clamp: noClamp },
    inputs: ["x", "w"],
    shape: ["batch", 2],
  }], { w });
  const quantized = quantize(graph, { kind: "dynamic", weights: "per-channel" });
  const { quantization } = valueOf(quantized, "w:int8").type;
  assert(quantization.kind === "static" && quantization.granularity === "per-channel");
  assertEquals(quantization.scales[1], quantization.scales[0]);
});

Deno.test("quantize() floors the input scale so that a huge bias fits in int32", () => {
  const graph = graphOf(["batch", 4], [{
    name: "y",
    op: { kind: "fullyConnected", clamp: relu },
    inputs: ["x", "w", "b"],
    shape: ["batch", 2],
  }], {
    w: { shape: [2, 4], data: new Float32Array(8).fill(1e-6) },
    b: { shape: [2], data: new Float32Array([900, -900]) },
  });
  const tiny = values(4 * 4, { seed: 5, scale: 1e-7 });
  for (const scheme of schemesOf(graph, "per-channel")) {
    const quantized = quantize(graph, scheme);
    const bias = quantized.values.get("n:y:bias:int32")?.constant;
    if (bias) { for (const b of bias.data) assert(Math.abs(b) < 2 ** 30, `${b}`); }
    const output = infer(prepare(quantized, { kernels: "reference", batch: 4 }), tiny);
    for (let i = 0; i < 8; i += 2) {
      assert(Math.abs(output[i]! - 900) < 900 * 0.02, `${scheme.kind}: ${output[i]}`);
      assertEquals(output[i + 1], 0, scheme.kind);
    }
  }
});

Deno.test("dynamic parameters belong to a sample: a batch never shares a range", () => {
  const graph = smallCnn();
  const quantized = quantize(graph, { kind: "dynamic", weights: "per-channel" });
  const inputs = values(3 * 72, { seed: 21 });
  inputs.forEach((x, i) => inputs[i] = x * [1, 100, 0.01][Math.floor(i / 72)]!);
  const together = infer(prepare(quantized, { kernels: "reference", batch: 3 }), inputs);
  const one = prepare(quantized, { kernels: "reference", batch: 1 });
  assertEquals(together, infer(one, inputs));
});

Deno.test("dynamic follows a gain that static clips", () => {
  const graph = smallCnn();
  const inputs = values(8 * 72, { seed: 33, scale: 8 });
  const exact = infer(prepare(graph, { kernels: "reference", batch: 8 }), inputs);
  const db = Object.fromEntries(
    schemesOf(graph, "per-channel").map((scheme) => {
      const session = prepare(quantize(graph, scheme), { kernels: "reference", batch: 8 });
      return [scheme.kind, sqnrDb(exact, infer(session, inputs))];
    }),
  );
  assert(db["static"]! < 6, `static ${db["static"]} dB`);
  assert(db["dynamic"]! > 25, `dynamic ${db["dynamic"]} dB`);
});

Deno.test("quantize() names what it cannot quantize", () => {
  const graph = smallCnn();
  const table = minMaxTable(graph);
  const without = new Map(table.ranges);
  without.delete("b");
  assertThrows(
    () =>
      quantize(graph, {
        kind: "static",
        weights: "per-channel",
        table: { ...table, ranges: without },
      }),
    ModelError,
    'Cannot quantize value "b"',
  );
  for (const [name, message] of [["w1", 'of "w1" is NaN'], ["b3", 'of "b3" is NaN']] as const) {
    const value = valueOf(graph, name);
    const data = Float32Array.from(value.constant!.data).fill(NaN, 0, 1);
    const broken: Graph = {
      ...graph,
      values: new Map(graph.values).set(name, {
        ...value,
        constant: { dtype: "float32", shape: value.constant!.shape, data },
      }),
    };
    assertThrows(
      () => quantize(broken, { kind: "dynamic", weights: "per-channel" }),
      ModelError,
      message,
    );
  }
});

Deno.test("concatenation takes the union of its inputs and requantizes what differs", () => {
  const graph = graphOf(["batch", 8], [
    {
      name: "a",
      op: { kind: "fullyConnected", clamp: relu },
      inputs: ["x", "w1"],
      shape: ["batch", 4],
    },
    {
      name: "b",
      op: { kind: "fullyConnected", clamp: noClamp },
      inputs: ["x", "w2"],
      shape: ["batch", 4],
    },
    // One of them twice: requantized once.
    { name: "y", op: { kind: "concat", axis: 1 }, inputs: ["a", "b", "a"], shape: ["batch", 12] },
  ], {
    w1: constant([4, 8], { seed: 1 }),
    w2: constant([4, 8], { seed: 2, scale: 4 }),
  });
  const inputs = values(6 * 8, { seed: 3 });
  const exact = infer(prepare(graph, { kernels: "reference", batch: 6 }), inputs);
  for (const scheme of schemesOf(graph, "per-channel")) {
    const quantized = quantize(graph, scheme);
    const kinds = quantized.nodes.map(({ op }) => op.kind);
    const isStatic = scheme.kind === "static" || scheme.kind === "dynamic-input";
    assertEquals(kinds.filter((kind) => kind === "requantize").length, isStatic ? 1 : 0);
    const db = sqnrDb(exact, infer(prepare(quantized, { kernels: "reference", batch: 6 }), inputs));
    assert(db > 25, `${scheme.kind}: ${db} dB`);
  }
});
