/** Random float32 graphs full of movements, for tests of the passes. */
import { type Graph, noClamp, type Op } from "../../../src/graph/mod.ts";
import { type BoundShape, elementCount } from "../../../src/tensor/mod.ts";
import { constant, graphOf, lcg, relu, type Step } from "../../graphs.ts";
import { inferShape } from "../../../src/graph/mod.ts";

/** A choice of an op for a value of that shape (without the batch), and its constants. */
type Choice = (shape: BoundShape, pick: (count: number) => number) => {
  readonly op: Op;
  readonly constants?: readonly BoundShape[];
} | undefined;

/** The axes 1 to `rank` in an order picked at random, behind the batch. */
function shuffled(rank: number, pick: (count: number) => number): readonly number[] {
  const left = Array.from({ length: rank }, (_, i) => i + 1);
  return [0, ...Array.from({ length: rank }, () => left.splice(pick(left.length), 1)[0]!)];
}

const window = { strides: [1, 1], dilations: [1, 1], pads: [1, 1, 1, 1] } as const;

const pairKinds = ["add", "sub", "mul"] as const;

const choices: readonly Choice[] = [
  (shape, pick) => ({ op: { kind: "transpose", permutation: shuffled(shape.length, pick) } }),
  (shape, pick) => ({ op: { kind: "transpose", permutation: shuffled(shape.length, pick) } }),
  (shape) => ({ op: { kind: "reshape", shape: ["batch", elementCount(shape)] } }),
  (shape) => {
    const [first, ...rest] = shape;
    const split = first! % 2 === 0 ? [2, first! / 2, ...rest] : [1, first!, ...rest];
    return shape.length < 4 ? { op: { kind: "reshape", shape: ["batch", ...split] } } : undefined;
  },
  () => ({ op: { kind: "clamp", clamp: relu } }),
  () => ({ op: { kind: "clamp", clamp: { min: -0.5, max: 0.75 } } }),
  () => ({ op: { kind: "leakyRelu", alpha: 0.25 } }),
  (shape) => ({ op: { kind: "mul", clamp: noClamp }, constants: [shape.slice(-1)] }),
  (shape) => ({
    op: { kind: "add", clamp: noClamp },
    constants: [[shape[0]!, ...shape.slice(1).map(() => 1)]],
  }),
  () => ({ op: { kind: "add", clamp: noClamp }, constants: [[]] }),
  (shape) => ({ op: { kind: "sub", clamp: noClamp }, constants: [shape.slice(-1)] }),
  (shape, pick) => {
    const before = [0, ...shape.map(() => pick(2))];
    return { op: { kind: "pad", before, after: before.toReversed().with(0, 0), value: 0.5 } };
  },
  (shape, pick) => {
    const keepDims = pick(2) === 0;
    return shape.length > 1
      ? { op: { kind: "mean", axes: [1 + pick(shape.length)], keepDims } }
      : undefined;
  },
  () => ({ op: { kind: "softmax" } }),
  (shape) => ({
    op: { kind: "fullyConnected", clamp: noClamp },
    constants: [[3, shape.at(-1)!], [3]],
  }),
  (shape) => {
    if (shape.length !== 3) return undefined;
    const weights = [2, 3, 3, shape[2]!];
    return {
      op: { kind: "conv2d", groups: 1, clamp: noClamp, ...window },
      constants: [weights, [2]],
    };
  },
];

/** A graph of `count` ops on an input [batch, 2, 3, 4], every pair of equal shapes a chance to add. */
export function randomGraph(seed: number, count: number): Graph {
  const next = lcg(seed);
  const pick = (n: number) => Math.floor((next() + 1) / 2 * n);
  for (let i = 0; i < 5; i++) next();
  const steps: Step[] = [];
  const constants: Record<string, ReturnType<typeof constant>> = {};
  const shapes = new Map<string, BoundShape>([["x", [2, 3, 4]]]);
  const add = (op: Op, inputs: readonly string[]) => {
    const all = inputs.map((name) => constants[name]?.shape ?? ["batch", ...shapes.get(name)!]);
    const shape = inferShape(op, all as readonly BoundShape[]);
    const name = `v${steps.length}`;
    steps.push({ name, op, inputs, shape });
    shapes.set(name, shape.slice(1) as BoundShape);
  };
  while (steps.length < count) {
    const names = [...shapes.keys()];
    const name = names.at(-1 - pick(Math.min(names.length, 3)))!;
    const shape = shapes.get(name)!;
    const twins = names.filter((other) => shapes.get(other)!.join() === shape.join());
    const other = twins[pick(twins.length)]!;
    if (other !== name && pick(2) === 0) {
      add({ kind: pairKinds[pick(3)]!, clamp: noClamp }, [name, other]);
      continue;
    }
    if (other !== name && pick(3) === 0) {
      add({ kind: "concat", axis: 1 + pick(shape.length) }, [name, other]);
      continue;
    }
    const choice = choices[pick(choices.length)]!(shape, pick);
    if (choice === undefined) continue;
    const operands = (choice.constants ?? []).map((size, i) => {
      const key = `c${steps.length}_${i}`;
      constants[key] = constant(size, { seed: seed + steps.length * 7 + i });
      return key;
    });
    add(choice.op, [name, ...operands]);
  }
  return graphOf(["batch", 2, 3, 4], steps, constants);
}
