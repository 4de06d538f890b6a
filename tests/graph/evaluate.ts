/** An evaluator of float32 graphs straight from the definitions, in float64: slow, for tests. */
import { type Graph, type Node, type Op, type OpOf, valueOf } from "../../src/graph/mod.ts";
import { bindBatch, type BoundShape, elementCount } from "../../src/tensor/mod.ts";

/** A dense array of float64. */
export interface Dense {
  readonly shape: BoundShape;
  readonly data: ArrayLike<number>;
}

/** All positions of a shape, row-major. */
export function positions(shape: BoundShape): readonly (readonly number[])[] {
  return shape.reduce<readonly (readonly number[])[]>(
    (all, size) => all.flatMap((p) => Array.from({ length: size }, (_, i) => [...p, i])),
    [[]],
  );
}

/** The element at a position. */
export function at({ shape, data }: Dense, position: readonly number[]): number {
  return data[position.reduce((offset, p, axis) => offset * shape[axis]! + p, 0)]!;
}

/** The element that broadcasting puts at a position of a larger shape. */
function broadcastAt(x: Dense, position: readonly number[]): number {
  const own = position.slice(position.length - x.shape.length);
  return at(x, own.map((p, axis) => x.shape[axis] === 1 ? 0 : p));
}

function fill(shape: BoundShape, element: (position: readonly number[]) => number): Dense {
  return { shape, data: positions(shape).map(element) };
}

/** The outputs of a graph for `samples` samples, by name. */
export function evaluate(
  graph: Graph,
  inputs: Readonly<Record<string, Dense>>,
  samples = 1,
): Readonly<Record<string, Dense>> {
  const values = new Map<string, Dense>(Object.entries(inputs));
  for (const [name, { constant }] of graph.values) if (constant) values.set(name, constant);
  for (const node of graph.nodes) {
    const shape = bindBatch(valueOf(graph, node.output).type.shape, samples);
    values.set(node.output, run(node, node.inputs.map((name) => values.get(name)!), shape));
  }
  return Object.fromEntries(graph.outputs.map(({ name }) => [name, values.get(name)!]));
}

const functions = {
  sigmoid: (x: number) => 1 / (1 + Math.exp(-x)),
  tanh: Math.tanh,
  hardSwish: (x: number) => x * Math.min(Math.max(x / 6 + 0.5, 0), 1),
};

function run({ op }: Node, xs: readonly Dense[], shape: BoundShape): Dense {
  const [x, w, b] = xs as readonly [Dense, Dense, Dense | undefined];
  const clamped = (value: number) =>
    "clamp" in op ? Math.min(Math.max(value, op.clamp.min), op.clamp.max) : value;
  const map = (apply: (value: number) => number) =>
    fill(shape, (position) => apply(at(x, position)));
  switch (op.kind) {
    case "conv2d":
    case "depthwiseConv2d":
    case "maxPool2d":
    case "averagePool2d":
      return slide(op, [x, w, b], shape);
    case "fullyConnected":
      return fill(shape, (position) => {
        const row = position.slice(0, -1);
        const o = position.at(-1)!;
        const sum = range(w.shape[1]!).reduce(
          (total, i) => total + at(w, [o, i]) * at(x, [...row, i]),
          b?.data[o] ?? 0,
        );
        return clamped(sum);
      });
    case "matmul":
      return fill(shape, (position) => {
        const outer = position.slice(0, -2);
        const [m, n] = position.slice(-2) as [number, number];
        const sum = range(x.shape.at(-1)!).reduce(
          (total, k) => total + matrixAt(x, outer, [m, k]) * matrixAt(w, outer, [k, n]),
          0,
        );
        return clamped(sum);
      });
    case "add":
      return fill(shape, (p) => clamped(broadcastAt(x, p) + broadcastAt(w, p)));
    case "sub":
      return fill(shape, (p) => clamped(broadcastAt(x, p) - broadcastAt(w, p)));
    case "mul":
      return fill(shape, (p) => clamped(broadcastAt(x, p) * broadcastAt(w, p)));
    case "clamp":
      return map(clamped);
    case "leakyRelu":
      return map((value) => value < 0 ? value * op.alpha : value);
    case "hardSigmoid":
      return map((value) => Math.min(Math.max(op.alpha * value + op.beta, 0), 1));
    case "sigmoid":
    case "tanh":
    case "hardSwish":
      return map(functions[op.kind]);
    case "softmax":
      return fill(shape, (position) => {
        const row = range(shape.at(-1)!).map((i) => at(x, [...position.slice(0, -1), i]));
        const largest = Math.max(...row);
        const sum = row.reduce((total, value) => total + Math.exp(value - largest), 0);
        return Math.exp(at(x, position) - largest) / sum;
      });
    case "mean":
      return mean(op, x, shape);
    case "reshape":
      return { shape, data: x.data };
    case "transpose":
      return fill(shape, (position) => {
        const source = op.permutation.map((_, axis) => position[op.permutation.indexOf(axis)]!);
        return at(x, source);
      });
    case "concat":
      return fill(shape, (position) => {
        let offset = position[op.axis]!;
        const part = xs.find(({ shape: own }) => {
          if (offset < own[op.axis]!) return true;
          offset -= own[op.axis]!;
          return false;
        })!;
        return at(part, position.with(op.axis, offset));
      });
    case "pad":
      return fill(shape, (position) => {
        const source = position.map((p, axis) => p - op.before[axis]!);
        const inside = source.every((p, axis) => p >= 0 && p < x.shape[axis]!);
        return inside ? at(x, source) : op.value;
      });
    default:
      throw new Error(`Cannot evaluate ${op.kind}: the graph must be float32`);
  }
}

function range(length: number): readonly number[] {
  return Array.from({ length }, (_, i) => i);
}

function matrixAt(x: Dense, outer: readonly number[], cell: readonly number[]): number {
  const own = x.shape.slice(0, -2);
  const lead = outer.slice(outer.length - own.length);
  return at(x, [...lead.map((p, axis) => own[axis] === 1 ? 0 : p), ...cell]);
}

function mean(op: OpOf<"mean">, x: Dense, shape: BoundShape): Dense {
  const sums = new Float64Array(elementCount(shape));
  for (const position of positions(x.shape)) {
    const kept = op.keepDims
      ? position.map((p, axis) => op.axes.includes(axis) ? 0 : p)
      : position.filter((_, axis) => !op.axes.includes(axis));
    const offset = kept.reduce((total, p, axis) => total * shape[axis]! + p, 0);
    sums[offset]! += at(x, position);
  }
  const count = elementCount(op.axes.map((axis) => x.shape[axis]!));
  return { shape, data: sums.map((sum) => sum / count) };
}

type Sliding = OpOf<"conv2d" | "depthwiseConv2d" | "maxPool2d" | "averagePool2d">;

/** Ops with a window over height and width. */
function slide(
  op: Sliding,
  [x, w, b]: readonly [Dense, Dense | undefined, Dense | undefined],
  shape: BoundShape,
): Dense {
  const kernel = "kernel" in op
    ? op.kernel
    : op.kind === "conv2d"
    ? w!.shape.slice(1, 3)
    : w!.shape.slice(0, 2);
  return fill(shape, ([n, row, column, channel]) => {
    const taps = positions(kernel).flatMap(([i, j]) => {
      const y = row! * op.strides[0] - op.pads[0] + i! * op.dilations[0];
      const z = column! * op.strides[1] - op.pads[1] + j! * op.dilations[1];
      const inside = y >= 0 && y < x.shape[1]! && z >= 0 && z < x.shape[2]!;
      return inside ? [{ i: i!, j: j!, pixel: [n!, y, z] }] : [];
    });
    const value = windowValue(op, { x, w, channel: channel!, shape, taps }) +
      (b?.data[channel!] ?? 0);
    return "clamp" in op ? Math.min(Math.max(value, op.clamp.min), op.clamp.max) : value;
  });
}

function windowValue(op: Op, { x, w, channel, shape, taps }: {
  readonly x: Dense;
  readonly w: Dense | undefined;
  readonly channel: number;
  readonly shape: BoundShape;
  readonly taps: readonly { i: number; j: number; pixel: readonly number[] }[];
}): number {
  const pixels = () => taps.map(({ pixel }) => at(x, [...pixel, channel]));
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  switch (op.kind) {
    case "maxPool2d":
      return Math.max(...pixels());
    case "averagePool2d":
      return sum(pixels()) / taps.length;
    case "depthwiseConv2d":
      return sum(
        taps.map(({ i, j, pixel }) =>
          at(w!, [i, j, channel]) * at(x, [...pixel, Math.floor(channel / op.multiplier)])
        ),
      );
    case "conv2d": {
      const depth = w!.shape[3]!;
      const first = Math.floor(channel / (shape[3]! / op.groups)) * depth;
      return sum(
        taps.flatMap(({ i, j, pixel }) =>
          range(depth).map((d) => at(w!, [channel, i, j, d]) * at(x, [...pixel, first + d]))
        ),
      );
    }
  }
  throw new Error(`Cannot slide ${op.kind}: it has no window`);
}
