/** Small graphs made by hand, for tests. */
import {
  type Clamp,
  type Graph,
  noClamp,
  type Node,
  type Op,
  unquantized,
  type Value,
} from "../src/graph/mod.ts";
import { type BoundShape, elementCount, type Shape, tensor } from "../src/tensor/mod.ts";

/** A seeded sequence in [-1, 1): the classic linear congruential generator. */
export function lcg(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

/** `count` seeded float32 values in [-scale, scale). */
export function values(count: number, { seed, scale = 1 }: { seed: number; scale?: number }) {
  const next = lcg(seed);
  return Float32Array.from({ length: count }, () => next() * scale);
}

/** ReLU. */
export const relu: Clamp = { min: 0, max: Infinity };

/** A node with its output's shape; constants come by name. */
export interface Step {
  readonly name: string;
  readonly op: Op;
  readonly inputs: readonly string[];
  readonly shape: Shape;
}

/** A graph of one input `x`, steps in order, the last of them the output. */
export function graphOf(
  inputShape: Shape,
  steps: readonly Step[],
  constants: Readonly<Record<string, { shape: BoundShape; data: Float32Array }>> = {},
): Graph {
  const floats = (shape: Shape) =>
    ({ dtype: "float32", shape, quantization: unquantized }) as const;
  const all = new Map<string, Value>([["x", { name: "x", type: floats(inputShape) }]]);
  for (const [name, { shape, data }] of Object.entries(constants)) {
    all.set(name, { name, type: floats(shape), constant: tensor("float32", shape, data) });
  }
  for (const { name, shape } of steps) all.set(name, { name, type: floats(shape) });
  const last = steps.at(-1)!;
  return {
    name: "test",
    inputs: [{ name: "x", dtype: "float32", shape: inputShape }],
    outputs: [{ name: last.name, dtype: "float32", shape: last.shape }],
    values: all,
    nodes: steps.map(({ name, op, inputs }): Node => ({
      name: `n:${name}`,
      op,
      inputs,
      output: name,
    })),
  };
}

/** A seeded constant. */
export function constant(shape: BoundShape, options: { seed: number; scale?: number }) {
  return { shape, data: values(elementCount(shape), options) };
}

/** x [batch, 6, 6, 2] -> conv 3x3 of 4 channels, ReLU -> depthwise 3x3 -> mean -> fully connected 3. */
export function smallCnn(): Graph {
  const window = { strides: [1, 1], dilations: [1, 1], pads: [1, 1, 1, 1] } as const;
  return graphOf(["batch", 6, 6, 2], [
    {
      name: "a",
      op: { kind: "conv2d", groups: 1, clamp: relu, ...window },
      inputs: ["x", "w1", "b1"],
      shape: ["batch", 6, 6, 4],
    },
    {
      name: "b",
      op: { kind: "depthwiseConv2d", multiplier: 1, clamp: { min: 0, max: 6 }, ...window },
      inputs: ["a", "w2", "b2"],
      shape: ["batch", 6, 6, 4],
    },
    {
      name: "c",
      op: { kind: "add", clamp: noClamp },
      inputs: ["a", "b"],
      shape: ["batch", 6, 6, 4],
    },
    {
      name: "d",
      op: {
        kind: "maxPool2d",
        kernel: [2, 2],
        strides: [2, 2],
        dilations: [1, 1],
        pads: [0, 0, 0, 0],
      },
      inputs: ["c"],
      shape: ["batch", 3, 3, 4],
    },
    {
      name: "e",
      op: { kind: "mean", axes: [1, 2], keepDims: false },
      inputs: ["d"],
      shape: ["batch", 4],
    },
    {
      name: "y",
      op: { kind: "fullyConnected", clamp: noClamp },
      inputs: ["e", "w3", "b3"],
      shape: ["batch", 3],
    },
  ], {
    w1: constant([4, 3, 3, 2], { seed: 1, scale: 0.5 }),
    b1: constant([4], { seed: 2, scale: 0.2 }),
    w2: constant([3, 3, 4], { seed: 3, scale: 0.5 }),
    b2: constant([4], { seed: 4, scale: 0.2 }),
    w3: constant([3, 4], { seed: 5 }),
    b3: constant([3], { seed: 6 }),
  });
}
