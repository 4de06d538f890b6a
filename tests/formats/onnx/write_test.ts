import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { makeScale, makeZeroPoint } from "../../../src/affine/mod.ts";
import { readOnnx, writeOnnx } from "../../../src/formats/mod.ts";
import { decodeModel } from "../../../src/formats/onnx/proto.ts";
import { decodeFields } from "../../../src/formats/onnx/wire.ts";
import { prepare } from "../../../src/execute/mod.ts";
import { type Graph, ModelError, type Op, simplify } from "../../../src/graph/mod.ts";
import { infer } from "../../../src/measure/mod.ts";
import { elementsPerSample, type Shape } from "../../../src/tensor/mod.ts";
import { constant, graphOf, relu, smallCnn, values } from "../../graphs.ts";
import { randomGraph } from "../../graph/passes/random_graph.ts";
import { digitsStatic } from "./digits_static.ts";

/** Operators of a file, in order. */
function operators(bytes: Uint8Array): readonly string[] {
  return decodeModel(bytes).graph!.nodes.map(({ opType }) => opType);
}

/** The outputs of a graph for seeded samples. */
function outputs(graph: Graph, seed: number): Float32Array {
  const inputs = values(3 * elementsPerSample(graph.inputs[0]!.shape), { seed });
  return infer(prepare(graph, { kernels: "reference", batch: 3 }), inputs);
}

Deno.test("writeOnnx() of the digits models reads back as the same model, bit for bit", async () => {
  const { models, inputs } = await digitsStatic();
  const some = inputs.subarray(0, 20 * 784);
  for (const { name, float32 } of models) {
    const back = readOnnx(writeOnnx(float32));
    assertEquals(back.inputs, float32.inputs, name);
    assertEquals(back.outputs, float32.outputs, name);
    assertEquals(back.nodes.map(({ op }) => op), float32.nodes.map(({ op }) => op), name);
    const [ours, theirs] = [float32, back].map((graph) =>
      infer(prepare(graph, { kernels: "wasm", batch: 20 }), some)
    );
    assertEquals(theirs, ours, name);
  }
});

Deno.test("writeOnnx() of random graphs reads back with the same outputs", () => {
  let same = 0;
  for (let seed = 1; seed <= 250; seed++) {
    const graph = simplify(randomGraph(seed, 8));
    const [ours, back] = [graph, readOnnx(writeOnnx(graph))].map((one) => outputs(one, seed));
    // A reader may fuse what was an op of its own: one rounding less.
    const largest = ours!.reduce((a, b) => Math.max(a, Math.abs(b)), 1);
    ours!.forEach((y, i) => assertAlmostEquals(back![i]!, y, 1e-6 * largest, `seed ${seed}`));
    if (ours!.every((y, i) => y === back![i])) same++;
  }
  assert(same >= 240, `${same} of 250 are the same bit for bit`);
});

Deno.test("writeOnnx() says the same bytes for the same graph, and who wrote them", () => {
  const graph = smallCnn();
  const bytes = writeOnnx(graph);
  assertEquals(writeOnnx(smallCnn()), bytes);
  const model = decodeFields(bytes);
  assertEquals([model.int(1), model.text(2), /^\d+\.\d+\.\d+$/.test(model.text(3))], [
    8,
    "ptqbench",
    true,
  ]);
  assertEquals(decodeModel(bytes).opsets, [{ domain: "", version: 17 }]);
  const { name, inputs, outputs: ports } = decodeModel(bytes).graph!;
  assertEquals(name, "test");
  assertEquals(inputs.map((port) => [port.name, port.elementType, port.dims]), [
    ["x", 1, ["batch", 6, 6, 2]],
  ]);
  assertEquals(ports.map((port) => [port.name, port.elementType, port.dims]), [
    ["y", 1, ["batch", 3]],
  ]);
});

/** One op on `x` of that shape. */
function oneOp(shape: Shape, op: Op, result: Shape): Graph {
  return graphOf(shape, [{ name: "y", op, inputs: ["x"], shape: result }]);
}

const pool = { kernel: [2, 2], strides: [1, 1], dilations: [1, 1], pads: [0, 0, 0, 0] } as const;
const flat: Shape = ["batch", 3];

/** Ops that the models above lack: what is written for each, transposes at the interface included. */
const cases: readonly (readonly [string, Graph, readonly string[]])[] = [
  ["clamp below", oneOp(flat, { kind: "clamp", clamp: { min: -1, max: Infinity } }, flat), [
    "Clip",
  ]],
  ["clamp above", oneOp(flat, { kind: "clamp", clamp: { min: -Infinity, max: 1 } }, flat), [
    "Clip",
  ]],
  ["sigmoid", oneOp(flat, { kind: "sigmoid" }, flat), ["Sigmoid"]],
  ["tanh", oneOp(flat, { kind: "tanh" }, flat), ["Tanh"]],
  ["hardSwish", oneOp(flat, { kind: "hardSwish" }, flat), ["HardSwish"]],
  [
    "sub",
    graphOf(flat, [{
      name: "y",
      op: { kind: "sub", clamp: relu },
      inputs: ["x", "c"],
      shape: flat,
    }], { c: constant([3], { seed: 8 }) }),
    ["Sub", "Relu"],
  ],
  [
    "hardSigmoid",
    oneOp(flat, { kind: "hardSigmoid", alpha: 0.2, beta: 0.4 }, flat),
    ["HardSigmoid"],
  ],
  [
    "averagePool2d",
    oneOp(["batch", 4, 5, 2], { kind: "averagePool2d", ...pool, pads: [1, 0, 0, 1] }, [
      "batch",
      4,
      5,
      2,
    ]),
    ["Transpose", "AveragePool", "Transpose"],
  ],
  [
    "maxPool2d, dilated",
    oneOp(["batch", 4, 5, 2], { kind: "maxPool2d", ...pool, dilations: [2, 3] }, [
      "batch",
      2,
      2,
      2,
    ]),
    ["Transpose", "MaxPool", "Transpose"],
  ],
  [
    "mean of an image that is transposed anyway",
    graphOf(["batch", 2, 4, 5], [
      {
        name: "image",
        op: { kind: "transpose", permutation: [0, 2, 3, 1] },
        inputs: ["x"],
        shape: ["batch", 4, 5, 2],
      },
      {
        name: "y",
        op: { kind: "mean", axes: [1, 2], keepDims: false },
        inputs: ["image"],
        shape: ["batch", 2],
      },
    ]),
    ["GlobalAveragePool", "Flatten"],
  ],
  [
    "matmul",
    graphOf(["batch", 2, 3], [{
      name: "y",
      op: { kind: "matmul", clamp: relu },
      inputs: ["x", "w"],
      shape: ["batch", 2, 4],
    }], { w: constant([1, 3, 4], { seed: 5 }) }),
    ["MatMul", "Relu"],
  ],
  [
    "an output that is an input moved by nothing",
    oneOp(["batch", 1, 4, 5], { kind: "reshape", shape: ["batch", 4, 5, 1] }, ["batch", 4, 5, 1]),
    ["Transpose"],
  ],
];

for (const [what, graph, expected] of cases) {
  Deno.test(`writeOnnx() writes ${what}`, () => {
    const bytes = writeOnnx(graph);
    assertEquals(operators(bytes), expected);
    assertEquals(outputs(readOnnx(bytes), 3), outputs(graph, 3));
  });
}

Deno.test("writeOnnx() takes the operator set of a dilated average pool", () => {
  const op: Op = { kind: "averagePool2d", ...pool, dilations: [2, 2] };
  const bytes = writeOnnx(oneOp(["batch", 4, 5, 2], op, ["batch", 2, 3, 2]));
  assertEquals(decodeModel(bytes).opsets[0]!.version, 19);
  assertEquals(decodeFields(bytes).int(1), 9);
});

Deno.test("writeOnnx() writes ports of codes, and refuses those that the codes do not fit", () => {
  const parameters = { scale: makeScale(0.5), zeroPoint: makeZeroPoint(3) };
  const type = {
    dtype: "int8",
    shape: ["batch", 4],
    quantization: { kind: "static", granularity: "per-tensor", parameters },
  } as const;
  const codeGraph = (dtype: "int8" | "uint8"): Graph => ({
    name: "codes",
    inputs: [{ name: "x", dtype, shape: type.shape }],
    outputs: [{ name: "y", dtype, shape: type.shape }],
    values: new Map(["x", "y"].map((name) => [name, { name, type }])),
    nodes: [{ name: "n", op: { kind: "reshape", shape: type.shape }, inputs: ["x"], output: "y" }],
  });
  const cases = [["int8", "uint8", 3], ["uint8", "int8", 2]] as const;
  for (const [codes, other, elementType] of cases) {
    const proto = decodeModel(writeOnnx(codeGraph(codes), { codes })).graph!;
    assertEquals(proto.inputs[0]!.elementType, elementType);
    assertEquals(proto.outputs[0]!.elementType, elementType);
    assertThrows(
      () => writeOnnx(codeGraph(other), { codes }),
      ModelError,
      `Cannot write input "x": it must be float32, or ${codes} as the codes of the file, ` +
        `got ${other}; write it with codes ${other}`,
    );
  }
});

Deno.test("writeOnnx() keeps apart names that are much alike", () => {
  // A value of the graph has the very name that the writer would give to a tensor of its own.
  const graph = graphOf(["batch", 4, 5, 2], [
    {
      name: "x:nchw",
      op: { kind: "clamp", clamp: relu },
      inputs: ["x"],
      shape: ["batch", 4, 5, 2],
    },
    {
      name: "y",
      op: { kind: "maxPool2d", ...pool },
      inputs: ["x:nchw"],
      shape: ["batch", 3, 4, 2],
    },
    {
      name: "z",
      op: { kind: "maxPool2d", ...pool },
      inputs: ["x"],
      shape: ["batch", 3, 4, 2],
    },
    {
      name: "both",
      op: { kind: "concat", axis: 3 },
      inputs: ["y", "z"],
      shape: ["batch", 3, 4, 4],
    },
  ]);
  const { nodes } = decodeModel(writeOnnx(graph)).graph!;
  const made = nodes.flatMap((node) => node.outputs);
  assertEquals(new Set(made).size, made.length);
  assertEquals(new Set(nodes.map(({ name }) => name)).size, nodes.length);
  assertEquals(outputs(readOnnx(writeOnnx(graph)), 1), outputs(graph, 1));
});
