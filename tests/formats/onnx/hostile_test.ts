import { assert, assertEquals, assertThrows } from "@std/assert";
import { readOnnx } from "../../../src/formats/mod.ts";
import { type Graph, ModelError } from "../../../src/graph/mod.ts";
import { lcg } from "../../graphs.ts";
import { counting, modelBytes, type TestNode } from "./model_bytes.ts";

/** A model with many operators: two convolutions, a residual, a flatten through its shape. */
const model = modelBytes({
  inputs: { x: ["n", 2, 6, 6] },
  nodes: [
    {
      op: "Conv",
      name: "conv",
      inputs: ["x", "w", "b"],
      outputs: ["c"],
      attributes: { kernel_shape: [3n, 3n], pads: [1n, 1n, 1n, 1n], group: 1n },
    },
    { op: "BatchNormalization", inputs: ["c", "b", "b", "b", "b"], outputs: ["bn"] },
    { op: "Relu", inputs: ["bn"], outputs: ["r"] },
    { op: "Add", inputs: ["r", "x"], outputs: ["a"] },
    {
      op: "AveragePool",
      inputs: ["a"],
      outputs: ["p"],
      attributes: { kernel_shape: [2n, 2n], strides: [2n, 2n], ceil_mode: 1n },
    },
    { op: "Shape", inputs: ["p"], outputs: ["s"] },
    { op: "Slice", inputs: ["s", "i0", "i1"], outputs: ["lead"] },
    { op: "Concat", inputs: ["lead", "rest"], outputs: ["to"], attributes: { axis: 0n } },
    { op: "Reshape", inputs: ["p", "to"], outputs: ["f"] },
    {
      op: "Gemm",
      inputs: ["f", "v"],
      outputs: ["g"],
      attributes: { alpha: 0.5, transB: 1n },
    },
    { op: "Softmax", inputs: ["g"], outputs: ["y"], attributes: { axis: -1n } },
  ],
  constants: {
    w: counting([2, 2, 3, 3]),
    b: counting([2]),
    v: counting([3, 18]),
    i0: { shape: [1], integers: [0] },
    i1: { shape: [1], integers: [1] },
    rest: { shape: [1], integers: [-1] },
  },
});

/** A Graph, or a ModelError that says so: nothing else may come out of a file. */
function readOrRefuse(bytes: Uint8Array, what: string): Graph | undefined {
  try {
    return readOnnx(bytes);
  } catch (error) {
    assert(error instanceof ModelError, `${what}: ${error}`);
    assert(error.message.startsWith("Cannot "), `${what}: ${error.message}`);
    return undefined;
  }
}

Deno.test("readOnnx() reads the model that the next tests damage", () => {
  assertEquals(readOnnx(model).nodes.map(({ op }) => op.kind), [
    "transpose",
    "conv2d",
    "add",
    "averagePool2d",
    "reshape",
    "fullyConnected",
    "softmax",
  ]);
});

const lenet = Deno.readFileSync(
  new URL("../../../suites/digits/models/lenet5.onnx", import.meta.url),
);

Deno.test("readOnnx() refuses a truncated file", () => {
  for (const [name, file] of [["small", model], ["lenet5", lenet]] as const) {
    for (let part = 0; part < 97; part++) {
      const length = Math.floor(file.length * part / 97);
      const what = `${name}, ${length} bytes`;
      assertEquals(readOrRefuse(file.subarray(0, length), what), undefined, what);
    }
  }
});

Deno.test("readOnnx() gives a Graph or a ModelError for 2,000 damaged files", () => {
  const next = lcg(97);
  const below = (count: number) => Math.floor((next() + 1) / 2 * count);
  let refused = 0;
  for (let i = 0; i < 2000; i++) {
    const damaged = i % 10 === 0 ? lenet.slice() : model.slice();
    const at = below(damaged.length);
    damaged[at] = below(256);
    if (!readOrRefuse(damaged, `seed 97, file ${i}: byte ${at} is ${damaged[at]}`)) refused++;
  }
  assert(refused > 500 && refused < 2000, `${refused} of 2000 refused`);
});

Deno.test("readOnnx() refuses random bytes", () => {
  const next = lcg(98);
  for (let i = 0; i < 500; i++) {
    const bytes = Uint8Array.from({ length: i }, () => Math.floor((next() + 1) * 128));
    assertEquals(readOrRefuse(bytes, `seed 98, file ${i}`), undefined);
  }
});

const x = { x: ["n", 4, 4] } as const;
const last: TestNode = { op: "Relu", inputs: ["x"], outputs: ["y"] };

/** `count` copies of a node, each with an output of its own. */
function copies(count: number, node: (i: number) => Omit<TestNode, "outputs">): TestNode[] {
  return Array.from({ length: count }, (_, i) => ({ ...node(i), outputs: [`v${i}`] }));
}

const bombs: readonly (readonly [string, Uint8Array])[] = [
  [
    "at most 100000 nodes, got 100001",
    modelBytes({ inputs: x, nodes: [...copies(100_000, () => ({ ...last })), last] }),
  ],
  [
    "constants must stay in proportion to the file",
    modelBytes({
      inputs: x,
      nodes: [
        ...copies(40, (i) => ({
          op: "Concat",
          inputs: [`v${i - 1}`, `v${i - 1}`].map((name) => i === 0 ? "c" : name),
          attributes: { axis: 0n },
        })),
        last,
      ],
      constants: { c: counting([1]) },
    }),
  ],
  [
    "constants must stay in proportion to the file",
    modelBytes({
      inputs: { x: ["n", 300] },
      outputs: ["v0"],
      nodes: copies(100, (i) => ({
        op: "Gemm",
        inputs: ["x", "w"],
        attributes: { alpha: i + 2 },
      })),
      constants: { w: counting([300, 300]) },
    }),
  ],
  [
    "constants must stay in proportion to the file",
    modelBytes({
      inputs: { x: ["n", 20_000] },
      outputs: ["v0"],
      nodes: copies(200, () => ({
        op: "BatchNormalization",
        inputs: ["x", "w", "w", "w", "w"],
      })),
      constants: { w: counting([20_000]) },
    }),
  ],
  [
    "constants must stay in proportion to the file",
    modelBytes({
      inputs: x,
      nodes: [...copies(500, () => ({ op: "Gather", inputs: ["i", "i"] })), last],
      constants: { i: { shape: [20_000], integers: Array.from({ length: 20_000 }, () => 0) } },
    }),
  ],
];

Deno.test("readOnnx() refuses files that would grow", () => {
  for (const [rule, bytes] of bombs) assertThrows(() => readOnnx(bytes), ModelError, rule);
});

Deno.test("readOnnx() makes weights once for all nodes that share them", () => {
  const shared = readOnnx(modelBytes({
    inputs: { x: ["n", 300] },
    outputs: ["v199"],
    nodes: copies(200, (i) => ({ op: "MatMul", inputs: [i === 0 ? "x" : `v${i - 1}`, "w"] })),
    constants: { w: counting([300, 300]) },
  }));
  assertEquals(shared.nodes.length, 200);
  assertEquals([...shared.values.values()].filter(({ constant }) => constant).length, 1);
});

Deno.test("readOnnx() reads long chains and wide nodes in time", () => {
  const chain = copies(30_000, (i) => ({
    op: i % 2 === 0 ? "Transpose" : "Reshape",
    inputs: i % 2 === 0 ? [i === 0 ? "x" : `v${i - 1}`] : [`v${i - 1}`, "s"],
    ...(i % 2 === 0 && { attributes: { perm: [0n, 2n, 1n] } }),
  }));
  const long = readOnnx(modelBytes({
    inputs: { x: ["n", 2, 6] },
    outputs: ["v29999"],
    nodes: chain,
    constants: { s: { shape: [3], integers: [0, 2, 6] } },
  }));
  assertEquals(long.nodes.length, 30_000);
  const wide = readOnnx(modelBytes({
    inputs: x,
    nodes: [
      ...copies(20_000, () => ({
        op: "Transpose",
        inputs: ["x"],
        attributes: { perm: [0n, 2n, 1n] },
      })),
      {
        op: "Concat",
        inputs: Array.from({ length: 20_000 }, (_, i) => `v${i}`),
        outputs: ["y"],
        attributes: { axis: 1n },
      },
    ],
  }));
  assertEquals(wide.nodes.map(({ op }) => op.kind), ["concat", "transpose"]);
});
