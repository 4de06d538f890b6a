import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  channelsLast,
  type Graph,
  noClamp,
  type Op,
  simplify,
  type Window,
} from "../../../src/graph/mod.ts";
import { constant, graphOf, relu, type Step, values } from "../../graphs.ts";
import { type Dense, evaluate } from "../evaluate.ts";
import { randomGraph } from "./random_graph.ts";

const samples = 2;

/** The outputs of both graphs for the same seeded input agree. */
function assertSame(a: Graph, b: Graph, seed: number): void {
  assertEquals(b.inputs, a.inputs);
  assertEquals(b.outputs, a.outputs);
  const shape = [samples, ...a.inputs[0]!.shape.slice(1)] as readonly number[];
  const x: Dense = { shape, data: values(shape.reduce((p, n) => p * n, 1), { seed }) };
  const [left, right] = [evaluate(a, { x }, samples), evaluate(b, { x }, samples)];
  for (const [name, { data, shape: size }] of Object.entries(left)) {
    assertEquals(right[name]!.shape, size, `seed ${seed}`);
    const largest = Math.max(...Array.from(data, Math.abs), 1);
    for (let i = 0; i < data.length; i++) {
      assertAlmostEquals(right[name]!.data[i]!, data[i]!, 1e-5 * largest, `seed ${seed}`);
    }
  }
}

Deno.test("simplify() keeps what a graph computes", () => {
  for (let seed = 1; seed <= 250; seed++) {
    const graph = randomGraph(seed, 8);
    assertSame(graph, channelsLast(graph), seed);
    assertSame(graph, simplify(graph), seed);
  }
});

const toImage: Op = { kind: "transpose", permutation: [0, 2, 3, 1] };
const fromImage: Op = { kind: "transpose", permutation: [0, 3, 1, 2] };
const window: Window = { strides: [1, 1], dilations: [1, 1], pads: [1, 1, 1, 1] };
const conv: Op = { kind: "conv2d", groups: 1, clamp: noClamp, ...window };
const pool: Op = {
  kind: "maxPool2d",
  kernel: [2, 2],
  strides: [2, 2],
  dilations: [1, 1],
  pads: [0, 0, 0, 0],
};

/** An op on images between values with channels second, as a reader writes it. */
function onImage(
  name: string,
  { op, inputs, from, to }: {
    readonly op: Op;
    readonly inputs: readonly string[];
    /** Channels, height, width of the input. */
    readonly from: readonly [number, number, number];
    readonly to: readonly [number, number, number];
  },
): readonly Step[] {
  const [x, ...constants] = inputs;
  const [c, h, w] = from;
  const [k, r, s] = to;
  return [
    { name: `${name}:in`, op: toImage, inputs: [x!], shape: ["batch", h, w, c] },
    { name: `${name}:image`, op, inputs: [`${name}:in`, ...constants], shape: ["batch", r, s, k] },
    { name, op: fromImage, inputs: [`${name}:image`], shape: ["batch", k, r, s] },
  ];
}

const kernel = constant([4, 3, 3, 4], { seed: 3 });

/** A residual network with squeeze and excitation, as a reader writes it. */
function residual(channels: number): Graph {
  const image = ["batch", 4, 6, 6] as const;
  return graphOf(["batch", channels, 6, 6], [
    ...onImage("a", { op: conv, inputs: ["x", "w0"], from: [channels, 6, 6], to: [4, 6, 6] }),
    { name: "a_s", op: { kind: "mul", clamp: noClamp }, inputs: ["a", "s"], shape: image },
    { name: "a_n", op: { kind: "add", clamp: noClamp }, inputs: ["a_s", "t"], shape: image },
    { name: "b", op: { kind: "clamp", clamp: relu }, inputs: ["a_n"], shape: image },
    ...onImage("c", { op: conv, inputs: ["b", "w1"], from: [4, 6, 6], to: [4, 6, 6] }),
    {
      name: "g",
      op: { kind: "mean", axes: [2, 3], keepDims: true },
      inputs: ["c"],
      shape: ["batch", 4, 1, 1],
    },
    { name: "h", op: { kind: "sigmoid" }, inputs: ["g"], shape: ["batch", 4, 1, 1] },
    { name: "i", op: { kind: "mul", clamp: noClamp }, inputs: ["c", "h"], shape: image },
    { name: "j", op: { kind: "add", clamp: noClamp }, inputs: ["i", "b"], shape: image },
    { name: "k", op: { kind: "clamp", clamp: relu }, inputs: ["j"], shape: image },
    {
      name: "l",
      op: { kind: "concat", axis: 1 },
      inputs: ["k", "b"],
      shape: ["batch", 8, 6, 6],
    },
    {
      name: "m",
      op: { kind: "pad", before: [0, 0, 1, 1], after: [0, 0, 1, 1], value: 0 },
      inputs: ["l"],
      shape: ["batch", 8, 8, 8],
    },
    ...onImage("n", { op: pool, inputs: ["m"], from: [8, 8, 8], to: [8, 4, 4] }),
    {
      name: "o",
      op: { kind: "reshape", shape: ["batch", 128] },
      inputs: ["n"],
      shape: ["batch", 128],
    },
    {
      name: "p",
      op: { kind: "fullyConnected", clamp: noClamp },
      inputs: ["o", "w2"],
      shape: ["batch", 3],
    },
  ], {
    w0: constant([4, 3, 3, channels], { seed: 1 }),
    w1: kernel,
    w2: constant([3, 128], { seed: 2 }),
    s: constant([4, 1, 1], { seed: 4 }),
    t: constant([4, 1, 1], { seed: 5 }),
  });
}

Deno.test("simplify() leaves one transpose at the input of a convolutional network", () => {
  const colour = simplify(residual(3));
  assertEquals(colour.nodes.map(({ op }) => op.kind), [
    "transpose",
    "conv2d",
    "conv2d",
    "mean",
    "sigmoid",
    "mul",
    "add",
    "concat",
    "pad",
    "maxPool2d",
    "reshape",
    "fullyConnected",
  ]);
  assertSame(residual(3), colour, 11);
});

Deno.test("simplify() leaves no transpose where the input has one channel", () => {
  const grey = simplify(residual(1));
  assertEquals(grey.nodes[0]!.op, { kind: "reshape", shape: ["batch", 6, 6, 1] });
  assert(grey.nodes.every(({ op }) => op.kind !== "transpose"));
  assertSame(residual(1), grey, 12);
});

Deno.test("simplify() keeps names of nodes and activations", () => {
  const { nodes } = simplify(residual(3));
  assertEquals(nodes.map(({ name, output }) => [name, output]), [
    ["n:a:in", "a:in"],
    ["n:a:image", "b"],
    ["n:c:image", "c:image"],
    ["n:g", "g"],
    ["n:h", "h"],
    ["n:i", "i"],
    ["n:j", "k"],
    ["n:l", "l"],
    ["n:m", "m"],
    ["n:n:image", "n:image"],
    ["n:o", "o"],
    ["n:p", "p"],
  ]);
});

Deno.test("channelsLast() adds images of both orders with the channels last", () => {
  const image = ["batch", 2, 6, 6] as const;
  const graph = graphOf(image, [
    ...onImage("a", { op: conv, inputs: ["x", "w"], from: [2, 6, 6], to: [2, 6, 6] }),
    { name: "b", op: { kind: "tanh" }, inputs: ["x"], shape: image },
    { name: "c", op: { kind: "add", clamp: noClamp }, inputs: ["a", "b"], shape: image },
    ...onImage("y", { op: conv, inputs: ["c", "w"], from: [2, 6, 6], to: [2, 6, 6] }),
  ], { w: constant([2, 3, 3, 2], { seed: 6 }) });
  const result = channelsLast(graph);
  const order = ["transpose", "conv2d", "tanh", "transpose", "add", "conv2d", "transpose"];
  assertEquals(result.nodes.map(({ op }) => op.kind), order);
  assertSame(graph, result, 14);
});

Deno.test("channelsLast() uses the order that an output has anyway", () => {
  const image = ["batch", 2, 3, 3] as const;
  const graph = graphOf(image, [
    ...onImage("a", {
      op: { ...pool, kernel: [1, 1], strides: [1, 1] } as Op,
      inputs: ["x"],
      from: [2, 3, 3],
      to: [2, 3, 3],
    }),
    { name: "b", op: { kind: "tanh" }, inputs: ["x"], shape: image },
    { name: "y", op: { kind: "add", clamp: noClamp }, inputs: ["a", "b"], shape: image },
  ]);
  const both = { ...graph, outputs: [{ ...graph.outputs[0]!, name: "a" }, ...graph.outputs] };
  const result = channelsLast(both);
  const order = ["transpose", "maxPool2d", "transpose", "tanh", "add"];
  assertEquals(result.nodes.map(({ op }) => op.kind), order);
  assertSame(both, result, 16);
});

Deno.test("channelsLast() adds flattened values of different shapes as they are", () => {
  const flat: Op = { kind: "reshape", shape: ["batch", 24] };
  const graph = graphOf(["batch", 2, 3, 4], [
    { name: "a", op: { kind: "tanh" }, inputs: ["x"], shape: ["batch", 2, 3, 4] },
    { name: "b", op: flat, inputs: ["a"], shape: ["batch", 24] },
    {
      name: "c",
      op: { kind: "reshape", shape: ["batch", 4, 6] },
      inputs: ["x"],
      shape: ["batch", 4, 6],
    },
    { name: "d", op: { kind: "softmax" }, inputs: ["c"], shape: ["batch", 4, 6] },
    { name: "e", op: flat, inputs: ["d"], shape: ["batch", 24] },
    {
      name: "y",
      op: { kind: "add", clamp: noClamp },
      inputs: ["b", "e"],
      shape: ["batch", 24],
    },
  ]);
  assertSame(graph, channelsLast(graph), 15);
});

Deno.test("channelsLast() gives an output that is an image its own axis order", () => {
  const graph = graphOf(["batch", 2, 6, 6], [
    ...onImage("a", { op: pool, inputs: ["x"], from: [2, 6, 6], to: [2, 3, 3] }),
    { name: "y", op: { kind: "tanh" }, inputs: ["a"], shape: ["batch", 2, 3, 3] },
  ]);
  const result = channelsLast(graph);
  assertEquals(result.nodes.map(({ op, output }) => [op.kind, output]), [
    ["transpose", "a:in"],
    ["maxPool2d", "a:image"],
    ["tanh", "y:base"],
    ["transpose", "y"],
  ]);
  assertSame(graph, result, 13);
});

Deno.test("channelsLast() keeps a movement that is all there is to an output", () => {
  const same: Op = { kind: "reshape", shape: ["batch", 2] };
  const graph = graphOf(["batch", 2], [
    { name: "y", op: same, inputs: ["x"], shape: ["batch", 2] },
  ]);
  assertEquals(channelsLast(graph).nodes, graph.nodes);
});

Deno.test("channelsLast() gives one value to two outputs", () => {
  const graph = graphOf(["batch", 2], [
    { name: "a", op: { kind: "tanh" }, inputs: ["x"], shape: ["batch", 2] },
    {
      name: "b",
      op: { kind: "reshape", shape: ["batch", 2] },
      inputs: ["a"],
      shape: ["batch", 2],
    },
    {
      name: "y",
      op: { kind: "reshape", shape: ["batch", 2] },
      inputs: ["a"],
      shape: ["batch", 2],
    },
  ]);
  const two = { ...graph, outputs: [{ ...graph.outputs[0]!, name: "b" }, ...graph.outputs] };
  const result = channelsLast(two);
  assertEquals(result.nodes.map(({ op, inputs, output }) => [op.kind, inputs, output]), [
    ["tanh", ["x"], "b"],
    ["reshape", ["b"], "y"],
  ]);
});
