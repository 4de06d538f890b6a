import { assertEquals } from "@std/assert";
import { foldBatchNorm, type Graph, noClamp, type Op, valueOf } from "../../../src/graph/mod.ts";
import type { BoundShape } from "../../../src/tensor/mod.ts";
import { graphOf, relu } from "../../graphs.ts";

const window = { strides: [1, 1], dilations: [1, 1], pads: [0, 0, 0, 0] } as const;
const conv: Op = { kind: "conv2d", groups: 1, clamp: noClamp, ...window };
const depthwise: Op = { kind: "depthwiseConv2d", multiplier: 1, clamp: noClamp, ...window };
const dense: Op = { kind: "fullyConnected", clamp: noClamp };
const add: Op = { kind: "add", clamp: noClamp };
const mul: Op = { kind: "mul", clamp: noClamp };

function c(shape: BoundShape, ...data: readonly number[]) {
  return { shape, data: Float32Array.from(data) };
}

/** A weighted op of two output channels, then elementwise ops with the constants s and t. */
function chain(
  op: Op,
  { x, weights, then, bias, factor = c([2], 3, 5) }: {
    readonly x: BoundShape;
    readonly weights: ReturnType<typeof c>;
    readonly then: readonly Op[];
    readonly bias?: ReturnType<typeof c>;
    readonly factor?: ReturnType<typeof c>;
  },
): Graph {
  const shape = ["batch", ...x.slice(0, -1), 2] as const;
  const first = { name: "v0", op, inputs: ["x", "w", ...(bias ? ["b"] : [])], shape };
  const rest = then.map((next, i) => ({
    name: `v${i + 1}`,
    op: next,
    inputs: i % 2 === 0 ? [`v${i}`, next.kind === "mul" ? "s" : "t"] : [
      next.kind === "mul" ? "s" : "t",
      `v${i}`,
    ],
    shape,
  }));
  return graphOf(["batch", ...x], [first, ...rest], {
    w: weights,
    s: factor,
    t: c([1, 2], 0.5, -0.5),
    ...(bias && { b: bias }),
  });
}

/** The constants that the only node of the result reads. */
function constantsOf(graph: Graph): readonly (readonly number[])[] {
  assertEquals(graph.nodes.length, 1);
  return graph.nodes[0]!.inputs.slice(1).map((name) => [...valueOf(graph, name).constant!.data]);
}

const cases: readonly (readonly [string, Graph, readonly (readonly number[])[]])[] = [
  [
    "a convolution without a bias",
    chain(conv, { x: [1, 1, 2], weights: c([2, 1, 1, 2], 1, 2, 3, 4), then: [mul, add] }),
    [[3, 6, 15, 20], [0.5, -0.5]],
  ],
  [
    "a convolution with a bias",
    chain(conv, {
      x: [1, 1, 1],
      weights: c([2, 1, 1, 1], 1, 2),
      bias: c([2], 7, 9),
      then: [mul, add],
    }),
    [[3, 10], [21.5, 44.5]],
  ],
  [
    "a depthwise convolution",
    chain(depthwise, { x: [1, 2, 2], weights: c([1, 2, 2], 1, 2, 3, 4), then: [mul, add] }),
    [[3, 10, 9, 20], [0.5, -0.5]],
  ],
  [
    "a bias added to a product",
    chain(dense, { x: [3], weights: c([2, 3], 1, 2, 3, 4, 5, 6), then: [add] }),
    [[1, 2, 3, 4, 5, 6], [0.5, -0.5]],
  ],
  [
    "two shifts and a factor",
    chain(dense, { x: [1], weights: c([2, 1], 1, 2), then: [add, mul, add] }),
    [[3, 10], [2, -3]],
  ],
  [
    "one factor for all channels",
    chain(dense, { x: [1], weights: c([2, 1], 1, 2), then: [mul], factor: c([], 4) }),
    [[4, 8]],
  ],
];

Deno.test("foldBatchNorm() folds mul and add into weights and bias", () => {
  for (const [name, graph, expected] of cases) {
    const folded = foldBatchNorm(
      graph.nodes[0]!.op.kind === "depthwiseConv2d" ? fixed(graph) : graph,
    );
    assertEquals(constantsOf(folded), expected, name);
    assertEquals(folded.nodes[0]!.output, graph.outputs[0]!.name, name);
    assertEquals(folded.nodes[0]!.name, "n:v0", name);
  }
});

/** The window of the depthwise case is 1 x 2, so that its outputs are one column narrower. */
function fixed(graph: Graph): Graph {
  const shape = ["batch", 1, 1, 2] as const;
  const values = new Map(
    [...graph.values].map(([name, value]) =>
      [name, name.startsWith("v") ? { ...value, type: { ...value.type, shape } } : value] as const
    ),
  );
  return { ...graph, values, outputs: graph.outputs.map((port) => ({ ...port, shape })) };
}

Deno.test("foldBatchNorm() leaves the clamp of the last op", () => {
  const clamped: Op = { kind: "add", clamp: relu };
  const graph = chain(dense, { x: [1], weights: c([2, 1], 1, 2), then: [clamped] });
  assertEquals(foldBatchNorm(graph).nodes[0]!.op, { kind: "fullyConnected", clamp: relu });
});

const kept: readonly (readonly [string, Graph])[] = [
  [
    "an activation in between",
    chain({ kind: "fullyConnected", clamp: relu }, {
      x: [1],
      weights: c([2, 1], 1, 2),
      then: [mul],
    }),
  ],
  [
    "a constant along another axis",
    chain(conv, {
      x: [2, 1, 1],
      weights: c([2, 1, 1, 1], 1, 2),
      then: [mul],
      factor: c([2, 1, 1], 1, 2),
    }),
  ],
];

Deno.test("foldBatchNorm() leaves what does not fold", () => {
  for (const [name, graph] of kept) assertEquals(foldBatchNorm(graph).nodes, graph.nodes, name);
});

Deno.test("foldBatchNorm() leaves a product that is read twice", () => {
  const graph = chain(dense, { x: [1], weights: c([2, 1], 1, 2), then: [mul] });
  const both = { ...graph, outputs: [...graph.outputs, { ...graph.outputs[0]!, name: "v0" }] };
  assertEquals(foldBatchNorm(both).nodes, graph.nodes);
});

Deno.test("foldBatchNorm() stops where shared weights would multiply", () => {
  const size = 1024;
  const shape = ["batch", size] as const;
  const steps = Array.from({ length: 6 }, (_, i) => [
    { name: `a${i}`, op: dense, inputs: [i === 0 ? "x" : `b${i - 1}`, "w"], shape },
    { name: `b${i}`, op: mul, inputs: [`a${i}`, "s"], shape },
  ]).flat();
  const graph = graphOf(shape, steps, {
    w: { shape: [size, size], data: new Float32Array(size * size) },
    s: c([], 2),
  });
  // The graph has 2^20 elements of constants, so that three times as many may be made.
  assertEquals(foldBatchNorm(graph).nodes.length, 10);
});

Deno.test("foldBatchNorm() keeps constants that other nodes read", () => {
  const graph = graphOf(["batch", 1], [
    { name: "a", op: dense, inputs: ["x", "w"], shape: ["batch", 1] },
    { name: "b", op: mul, inputs: ["a", "s"], shape: ["batch", 1] },
    { name: "y", op: dense, inputs: ["b", "w"], shape: ["batch", 1] },
  ], { w: c([1, 1], 2), s: c([1], 3) });
  const folded = foldBatchNorm(graph);
  assertEquals(folded.nodes.map(({ inputs }) => inputs), [["x", "w:folded"], ["b", "w"]]);
  assertEquals([...valueOf(folded, "w:folded").constant!.data], [6]);
  assertEquals([...valueOf(folded, "w").constant!.data], [2]);
});
