import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { observe, type ObserveOptions } from "../../src/calibrate/observe.ts";
import { type Graph, noClamp } from "../../src/graph/mod.ts";
import { doubleRelu, graphOf } from "./graphs.ts";
import { distributionOfSamples, normals } from "./inputs.ts";

const elements = 5;
const normal = normals(7801);
const pool = Array.from(
  { length: 40 },
  (_, id) => Float32Array.from({ length: elements }, () => normal() * 2 ** (id % 7 - 3)),
);
pool[3]![1] = NaN;
pool[4]!.fill(Infinity);
pool[5]!.fill(0);
pool[6]![0] = 2e6;

/** Reads from the pool, and keeps what was asked for. */
function recordingSamples(): { read(ids: readonly number[]): Float32Array; asked: number[][] } {
  const asked: number[][] = [];
  return {
    asked,
    read(ids) {
      asked.push([...ids]);
      return Float32Array.from(ids.flatMap((id) => [...pool[id]!]));
    },
  };
}

const graph = doubleRelu(["batch", elements]);

/** What each value of the graph is for one sample of the pool. */
const valueOfSample: Readonly<Record<string, (x: Float32Array) => Float32Array>> = {
  x: (x) => x,
  double: (x) => x.map((element) => element + element),
  relu: (x) => x.map((element) => Math.max(element + element, 0)),
};

const draws = [
  [39, 3, 7, 5, 12, 0, 6, 20, 21, 22, 1],
  [6, 4, 3, 30, 2],
  [0, 1, 2, 3, 5, 7, 8, 9, 10, 11],
];
const sizes = [1, 3, 7, 10];

for (const batch of [1, 2, 7, 64]) {
  Deno.test(`observe() counts each activation of each size of each draw, ${batch} at a time`, () => {
    const samples = recordingSamples();
    const statistics = observe(graph, samples, { draws, sizes, batch });
    assertEquals(statistics.values, ["x", "double", "relu"]);
    assertEquals([statistics.draws, statistics.sizes], [3, sizes]);
    draws.forEach((ids, draw) => {
      for (const size of sizes) {
        assertEquals(statistics.samples({ draw, size }), Math.min(size, ids.length));
        for (const value of statistics.values) {
          const used = ids.slice(0, size).map((id) => valueOfSample[value]!(pool[id]!));
          assertEquals(
            statistics.distribution(value, { draw, size }),
            distributionOfSamples(used, size),
            `${value}, draw ${draw}, size ${size}`,
          );
        }
      }
    });

    const needed = [...new Set(draws.flatMap((ids) => ids.slice(0, 10)))].sort((a, b) => a - b);
    assertEquals(samples.asked.flat(), needed);
    assert(samples.asked.every((ids) => ids.length <= batch));
  });
}

Deno.test("observe() gives the same distribution whatever the order of a set", () => {
  const seed = 7802;
  const ids = fc.uniqueArray(fc.nat(pool.length - 1), { minLength: 2, maxLength: 12 });
  fc.assert(
    fc.property(ids, fc.integer({ min: 1, max: 9 }), (draw, batch) => {
      const statistics = observe(graph, recordingSamples(), {
        draws: [draw, draw.toReversed()],
        sizes: [1, draw.length],
        batch,
      });
      for (const value of statistics.values) {
        const [forward, backward] = [0, 1].map((index) => {
          const { perSample, ...rest } = statistics.distribution(value, {
            draw: index,
            size: draw.length,
          });
          return { ...rest, min: [...perSample.min].sort(), max: [...perSample.max].sort() };
        });
        assertEquals(forward, backward);
      }
    }),
    { seed, numRuns: 50 },
  );
});

Deno.test("observe() takes one sample a run where the batch is fixed, and says how far it is", () => {
  const progress: [number, number][] = [];
  const samples = recordingSamples();
  const statistics = observe(doubleRelu([1, elements]), samples, {
    draws: [[9, 8, 7]],
    sizes: [2],
    batch: 16,
    onProgress: (done, total) => progress.push([done, total]),
  });
  assertEquals(samples.asked, [[8], [9]]);
  assertEquals(progress, [[1, 2], [2, 2]]);
  assertEquals(
    statistics.distribution("double", { draw: 0, size: 2 }),
    distributionOfSamples([9, 8].map((id) => valueOfSample["double"]!(pool[id]!))),
  );
});

Deno.test("observe() cuts a sample into the inputs of the graph, in order", () => {
  const twoInputs = graphOf({
    shape: ["batch", 2],
    inputs: ["a", "b"],
    nodes: [{ name: "n", op: { kind: "mul", clamp: noClamp }, inputs: ["a", "b"], output: "y" }],
  });
  const read = (ids: readonly number[]) =>
    Float32Array.from(ids.flatMap((id) => [id + 1, id + 2, -10, 100]));
  const statistics = observe(twoInputs, { read }, { draws: [[4, 0]], sizes: [2] });
  const extremes = (value: string) => {
    const { perSample } = statistics.distribution(value, { draw: 0, size: 2 });
    return [[...perSample.min], [...perSample.max]];
  };
  assertEquals(extremes("a"), [[5, 1], [6, 2]]);
  assertEquals(extremes("b"), [[-10, -10], [100, 100]]);
  assertEquals(extremes("y"), [[-50, -10], [600, 200]]);
});

const int8Graph: Graph = {
  ...graph,
  values: new Map([...graph.values].map(([name, value]) => [
    name,
    name === "double" ? { ...value, type: { ...value.type, dtype: "int8" } } : value,
  ])),
};

const refusals: readonly {
  readonly name: string;
  readonly options?: Partial<ObserveOptions>;
  readonly graph?: Graph;
  readonly read?: (ids: readonly number[]) => Float32Array;
  readonly error?: typeof TypeError;
  readonly message: string;
}[] = [
  { name: "no size", options: { sizes: [] }, message: "ascending order, got []" },
  { name: "size 0", options: { sizes: [0, 5] }, message: "ascending order, got [0,5]" },
  { name: "sizes that fall", options: { sizes: [5, 2] }, message: "ascending order, got [5,2]" },
  { name: "a size that is no integer", options: { sizes: [1.5] }, message: "got [1.5]" },
  { name: "no draw", options: { draws: [] }, message: "there must be a draw, got none" },
  {
    name: "an empty draw",
    options: { draws: [[1], []] },
    message: "Cannot observe draw 1: it must hold sample ids, each once, got 0 with 0 repeated",
  },
  { name: "a repeated id", options: { draws: [[1, 2, 1]] }, message: "got 3 with 1 repeated" },
  { name: "a batch of 0", options: { batch: 0 }, message: "got 0" },
  {
    name: "a read of another length",
    read: () => new Float32Array(4),
    message: "1 samples of its inputs must have 5 elements, got 4",
  },
  {
    name: "a quantized graph",
    graph: int8Graph,
    error: TypeError,
    message: 'activations must be float32, "double" is int8',
  },
];

for (const { name, options, graph: given = graph, read, error = RangeError, message } of refusals) {
  Deno.test(`observe() refuses ${name}`, () => {
    const samples = read === undefined ? recordingSamples() : { read };
    assertThrows(
      () => observe(given, samples, { draws: [[1]], sizes: [1, 3], ...options }),
      error,
      message,
    );
  });
}

for (
  const { name, value, draw, size, message } of [
    { name: "value", value: "z", draw: 0, size: 1, message: "observed (x, double, relu)" },
    { name: "draw", value: "x", draw: 1, size: 1, message: "an integer from 0 to 0, got 1" },
    { name: "size", value: "x", draw: 0, size: 2, message: "was observed (1, 3), got 2" },
  ]
) {
  Deno.test(`distribution() refuses a ${name} that was not observed`, () => {
    const statistics = observe(graph, recordingSamples(), { draws: [[1, 2, 5]], sizes: [1, 3] });
    assertThrows(() => statistics.distribution(value, { draw, size }), RangeError, message);
  });
}

Deno.test("observe() of some values gives what it gives of all", () => {
  const options = { draws, sizes };
  const all = observe(graph, recordingSamples(), options);
  const some = observe(graph, recordingSamples(), { ...options, values: ["relu"] });
  assertEquals(some.values, ["relu"]);
  const set = { draw: 2, size: 7 };
  assertEquals(some.distribution("relu", set), all.distribution("relu", set));
  const values = ["y"];
  assertThrows(
    () => observe(graph, recordingSamples(), { ...options, values }),
    TypeError,
    'Cannot observe "y": a value must be an activation of the graph (x, double, relu)',
  );
});

Deno.test("observe() counts what a reshape or transpose moved once, and says so by identity", () => {
  const shape = ["batch", elements] as const;
  const moves = graphOf({
    shape,
    inputs: ["x"],
    nodes: [
      { name: "n0", op: { kind: "reshape", shape }, inputs: ["x"], output: "flat" },
      { name: "n1", op: { kind: "transpose", permutation: [0, 1] }, inputs: ["flat"], output: "t" },
      { name: "n2", op: { kind: "add", clamp: noClamp }, inputs: ["t", "x"], output: "y" },
    ],
  });
  const set = { draw: 0, size: 10 };
  const statistics = observe(moves, recordingSamples(), { draws, sizes });
  assertEquals(statistics.values, ["x", "flat", "t", "y"]);
  const x = statistics.distribution("x", set);
  assertEquals(x, observe(graph, recordingSamples(), { draws, sizes }).distribution("x", set));
  assert(statistics.distribution("t", set) === x && statistics.distribution("flat", set) === x);
  assert(statistics.distribution("y", set) !== x);
  assert(statistics.distribution("x", { draw: 0, size: 7 }) !== x);

  const moved = observe(moves, recordingSamples(), { draws, sizes, values: ["t"] });
  assertEquals(moved.values, ["t"]);
  assertEquals(moved.distribution("t", set), x);
});
