import { assert, assertEquals, assertThrows } from "@std/assert";
import { type Graph, ModelError, noClamp, simplify, valueOf } from "../../src/graph/mod.ts";
import { planMemory, workOf } from "../../src/measure/mod.ts";
import { choosableValues, int8Name, quantize, type Scheme } from "../../src/quantize/mod.ts";
import { elementsPerSample } from "../../src/tensor/mod.ts";
import { randomGraph } from "../graph/passes/random_graph.ts";
import { constant, graphOf, lcg, relu, smallCnn, type Step, values } from "../graphs.ts";
import { minMaxTable } from "./min_max_table.ts";
import { tapped } from "./tapped.ts";

const weights = "per-channel";
const samples = 3;
const batch = ["batch", 6] as const;
const pool = { kernel: [2, 2], strides: [2, 2], dilations: [1, 1], pads: [0, 0, 0, 0] } as const;
const same = { strides: [1, 1], dilations: [1, 1], pads: [1, 1, 1, 1] } as const;

const dense = (name: string, x: string): Step => ({
  name,
  op: { kind: "fullyConnected", clamp: noClamp },
  inputs: [x, "w", "b"],
  shape: batch,
});

const square = { w: constant([6, 6], { seed: 1 }), b: constant([6], { seed: 2 }) };

/** Two dense layers beside each other, and what brings them together. */
function joined(op: Step["op"], shape: Step["shape"] = batch): Graph {
  return graphOf(batch, [
    dense("p", "x"),
    dense("q", "x"),
    { name: "j", op, inputs: ["p", "q"], shape },
    { name: "y", op: { kind: "softmax" }, inputs: ["j"], shape },
  ], square);
}

/** One function of the value between two dense layers. */
function between(op: Step["op"]): Graph {
  return graphOf(batch, [
    dense("p", "x"),
    { name: "f", op, inputs: ["p"], shape: batch },
    dense("y", "f"),
  ], square);
}

/** A convolution, what moves its output, and a depthwise convolution. */
function moved(): Graph {
  return graphOf(["batch", 4, 4, 2], [
    {
      name: "p",
      op: { kind: "conv2d", groups: 1, clamp: relu, ...same },
      inputs: ["x", "w", "b"],
      shape: ["batch", 4, 4, 4],
    },
    { name: "a", op: { kind: "averagePool2d", ...pool }, inputs: ["p"], shape: ["batch", 2, 2, 4] },
    { name: "m", op: { kind: "maxPool2d", ...pool }, inputs: ["p"], shape: ["batch", 2, 2, 4] },
    {
      name: "t",
      op: { kind: "transpose", permutation: [0, 2, 1, 3] },
      inputs: ["m"],
      shape: ["batch", 2, 2, 4],
    },
    {
      name: "d",
      op: { kind: "pad", before: [0, 1, 0, 0], after: [0, 0, 1, 0], value: 0 },
      inputs: ["t"],
      shape: ["batch", 3, 3, 4],
    },
    {
      name: "e",
      op: { kind: "depthwiseConv2d", multiplier: 1, clamp: { min: 0, max: 6 }, ...same },
      inputs: ["d", "v", "c"],
      shape: ["batch", 3, 3, 4],
    },
    {
      name: "r",
      op: { kind: "reshape", shape: ["batch", 36] },
      inputs: ["e"],
      shape: ["batch", 36],
    },
    {
      name: "s",
      op: { kind: "reshape", shape: ["batch", 16] },
      inputs: ["a"],
      shape: ["batch", 16],
    },
    { name: "y", op: { kind: "concat", axis: 1 }, inputs: ["r", "s"], shape: ["batch", 52] },
  ], {
    w: constant([4, 3, 3, 2], { seed: 3 }),
    b: constant([4], { seed: 4 }),
    v: constant([3, 3, 4], { seed: 5 }),
    c: constant([4], { seed: 6 }),
  });
}

/** Padding with 0 can be dynamic, with anything else it cannot. */
function padZero(graph: Graph): Graph {
  return {
    ...graph,
    nodes: graph.nodes.map((node) =>
      node.op.kind === "pad" ? { ...node, op: { ...node.op, value: 0 } } : node
    ),
  };
}

const graphs: readonly (readonly [string, Graph])[] = [
  ["small CNN", smallCnn()],
  ["moved", moved()],
  ["add", joined({ kind: "add", clamp: relu })],
  ["sub", joined({ kind: "sub", clamp: noClamp })],
  ["mul", joined({ kind: "mul", clamp: { min: 0, max: 6 } })],
  ["concat", joined({ kind: "concat", axis: 1 }, ["batch", 12])],
  ["ReLU", between({ kind: "clamp", clamp: relu })],
  ["ReLU6", between({ kind: "clamp", clamp: { min: 0, max: 6 } })],
  ["leaky ReLU", between({ kind: "leakyRelu", alpha: 0.1 })],
  ["hard swish", between({ kind: "hardSwish" })],
  ["sigmoid", between({ kind: "sigmoid" })],
  ["tanh", between({ kind: "tanh" })],
  ["hard sigmoid", between({ kind: "hardSigmoid", alpha: 0.2, beta: 0.5 })],
  ["softmax", between({ kind: "softmax" })],
  ...Array.from(
    { length: 24 },
    (_, seed) => [`random ${seed + 1}`, padZero(simplify(randomGraph(seed + 1, 8)))] as const,
  ),
];

const inputsOf = (graph: Graph) =>
  values(samples * elementsPerSample(graph.inputs[0]!.shape), { seed: 8, scale: 3 });

const tables = new Map(graphs.map(([, graph]) => [graph, minMaxTable(graph)] as const));

function mixed(graph: Graph, dynamic: readonly string[]): Scheme {
  const table = tables.get(graph) ?? minMaxTable(graph);
  return { kind: "mixed", weights, table, dynamic };
}

/** All subsets of a few names, some random ones of many. */
function* subsetsOf(names: readonly string[]): Generator<readonly string[]> {
  const few = names.length <= 4;
  const next = lcg(names.length);
  for (let i = 0; i < (few ? 2 ** names.length : 8); i++) {
    yield names.filter((_, at) => few ? (i >> at) % 2 === 1 : next() < 0);
  }
}

Deno.test("mixed without names is static, and with every name dynamic, to the bit", () => {
  for (const [name, graph] of graphs) {
    const inputs = inputsOf(graph);
    const run = (scheme: Scheme) =>
      tapped(quantize(graph, scheme), inputs, { samples, kernels: "wasm" });
    const table = tables.get(graph)!;
    assertEquals(run(mixed(graph, [])), run({ kind: "static", weights, table }), name);
    const all = mixed(graph, choosableValues(graph));
    assertEquals(run(all), run({ kind: "dynamic", weights }), name);
    const input = mixed(graph, ["x"]);
    assertEquals(run(input), run({ kind: "dynamic-input", weights, table }), name);
  }
});

Deno.test("both kernel sets agree on every boundary of static and dynamic values", () => {
  for (const [name, graph] of graphs) {
    const inputs = inputsOf(graph);
    for (const dynamic of subsetsOf(choosableValues(graph))) {
      const quantized = quantize(graph, mixed(graph, dynamic));
      const [reference, wasm] = (["reference", "wasm"] as const)
        .map((kernels) => tapped(quantized, inputs, { samples, kernels }));
      assertEquals(wasm, reference, `${name}: ${dynamic}`);
    }
  }
});

Deno.test("mixed makes the named values dynamic, what keeps their parameters too, and no others", () => {
  const graph = moved();
  const quantized = quantize(graph, mixed(graph, ["p"]));
  const dynamic = [...quantized.values.values()]
    .filter(({ type }) => type.quantization.kind === "dynamic").map(({ name }) => name);
  assertEquals(dynamic, ["p", "a", "m", "t", "d", "s"]);
  assertEquals(valueOf(quantized, int8Name("y")).type.quantization.kind, "static");
});

Deno.test("a dynamic value follows a gain that its static neighbours clip", () => {
  const graph = graphOf(batch, [dense("p", "x"), dense("y", "p")], square);
  const inputs = values(samples * 6, { seed: 4, scale: 8 });
  const exact = tapped(graph, inputs, { samples, kernels: "reference" });
  const worst = (dynamic: readonly string[]) => {
    const { y } = tapped(quantize(graph, mixed(graph, dynamic)), inputs, {
      samples,
      kernels: "wasm",
    });
    return Math.max(...y!.data.map((real, i) => Math.abs(real - exact["y"]!.data[i]!)));
  };
  assert(worst(["x", "p", "y"]) < 0.3, `${worst(["x", "p", "y"])}`);
  assert(worst(["x", "p"]) > 3);
  assert(worst([]) > 3);
});

Deno.test("the work of mixed is, node by node, that of static or of dynamic, or between the two", () => {
  for (const [name, graph] of graphs) {
    const table = tables.get(graph)!;
    const of = (scheme: Scheme) => {
      const quantized = quantize(graph, scheme);
      const { livenessBytes, flashBytes, arenaBytes, livenessBound } = planMemory(quantized);
      assert(arenaBytes >= livenessBound);
      return new Map(quantized.nodes.map((node, at) =>
        [node.name, {
          node,
          quantized,
          work: workOf(quantized, node),
          liveness: livenessBytes[at]!,
          flash: flashBytes[at]!,
        }] as const
      ));
    };
    const fixed = of({ kind: "static", weights, table });
    const found = of({ kind: "dynamic", weights });
    // Inputs of a concatenation brought to its parameters are buffers of their own.
    const isPlain = graph.nodes.every(({ op }) => op.kind !== "concat");
    for (const dynamic of subsetsOf(choosableValues(graph))) {
      for (const [nodeName, { node, quantized, ...own }] of of(mixed(graph, dynamic))) {
        const [one, other] = [fixed.get(nodeName), found.get(nodeName)];
        if (one === undefined || other === undefined) continue; // requantizes for a concatenation
        const kindOf = (value: string) => valueOf(quantized, value).type.quantization.kind;
        const writes = kindOf(node.output) === "dynamic";
        const reads = node.inputs.some((value) => kindOf(value) === "dynamic");
        const message = `${name} ${dynamic}: ${nodeName}`;
        if (!writes && !reads) {
          assertEquals([own.work, own.flash], [one.work, one.flash], message);
        } else if (writes) {
          assertEquals([own.work, own.flash], [other.work, other.flash], message);
        } else {
          const { parameterDerivations } = other.work;
          if (node.op.kind !== "concat") {
            assertEquals(own.work, { ...one.work, parameterDerivations }, message);
          }
        }
        if (isPlain) assertEquals(own.liveness, (writes ? other : one).liveness, message);
      }
    }
  }
});

Deno.test("choosableValues() leaves out what has no parameters of its own", () => {
  const bytes = { scale: 1, zeroPoint: -128 } as never;
  assertEquals(choosableValues(moved()), ["x", "p", "e", "y"]);
  assertEquals(choosableValues(moved(), { inputParameters: bytes }), ["p", "e", "y"]);
  assertEquals(choosableValues(between({ kind: "tanh" })), ["x", "p", "y"]);
});

Deno.test("mixed refuses names that it cannot make dynamic, and says what to name", () => {
  const cases = [
    [
      moved(),
      "z",
      'Cannot make value "z" dynamic: it must be an activation of the model; the model',
    ],
    [moved(), "w", "it must be an activation of the model"],
    [moved(), "m", 'maxPool2d keeps the parameters of its input, "p"'],
    [between({ kind: "sigmoid" }), "f", "sigmoid writes fixed parameters; the model has x, p, y"],
    [padZero(simplify(randomGraph(31, 30))), "z", " more"],
  ] as const;
  for (const [graph, name, message] of cases) {
    assertThrows(() => quantize(graph, mixed(graph, ["x", name])), ModelError, message);
  }
  const parameters = { inputParameters: { scale: 0.5, zeroPoint: -128 } as never };
  assertThrows(
    () => quantize(moved(), mixed(moved(), ["x"]), parameters),
    ModelError,
    "the parameters of its bytes are the sensor's; the model has p, e, y",
  );
});
