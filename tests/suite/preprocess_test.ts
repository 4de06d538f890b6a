import { assertEquals } from "@std/assert";
import { inputsPerSample, modelInputShape, preprocess } from "../../src/suite/preprocess.ts";
import type { Preprocessing } from "../../src/suite/schema.ts";

const plain: Preprocessing = { divisor: 1, mean: [0], std: [1], layout: "as-stored" };
const { fround } = Math;

interface Case {
  readonly name: string;
  readonly raw: readonly number[];
  readonly shape: readonly number[];
  readonly preprocessing: Partial<Preprocessing>;
  readonly expected: readonly number[];
}

const cases: readonly Case[] = [
  {
    name: "leaves values as stored",
    raw: [3, -1, 0.5],
    shape: [3],
    preprocessing: {},
    expected: [3, -1, 0.5],
  },
  {
    name: "divides, subtracts, divides, each in float32",
    raw: [255, 1],
    shape: [2],
    preprocessing: { divisor: 255, mean: [0.1], std: [0.3] },
    expected: [255, 1].map((x) => fround(fround(fround(x / 255) - fround(0.1)) / fround(0.3))),
  },
  {
    name: "takes mean and std by channel, the last axis",
    raw: [1, 2, 3, 4, 5, 6],
    shape: [1, 2, 3],
    preprocessing: { mean: [1, 2, 3], std: [1, 2, 4], layout: "nhwc" },
    expected: [0, 0, 0, 3, 1.5, 0.75],
  },
  {
    name: "takes one mean for all and a std by channel",
    raw: [1, 2, 3, 4],
    shape: [2, 1, 2],
    preprocessing: { mean: [1], std: [1, 2], layout: "nhwc" },
    expected: [0, 0.5, 2, 1.5],
  },
  {
    name: "puts channels first, mean and std still theirs, for every sample",
    raw: [1, 10, 2, 20, 3, 30, 4, 40, 5, 50, 6, 60, 7, 70, 8, 80],
    shape: [2, 2, 2],
    preprocessing: { mean: [0, 10], std: [1, 10], layout: "nchw" },
    expected: [1, 2, 3, 4, 0, 1, 2, 3, 5, 6, 7, 8, 4, 5, 6, 7],
  },
  {
    name: "cuts overlapping windows of each sample, mean and std by position in the window",
    raw: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    shape: [5],
    preprocessing: { windows: { size: 3, step: 2 }, mean: [0, 1, 2], std: [1, 1, 2] },
    expected: [1, 1, 0.5, 3, 3, 1.5, 6, 6, 3, 8, 8, 4],
  },
  {
    name: "leaves out what no whole window covers, and the axes of the sample",
    raw: [1, 2, 3, 4, 5, 6, 7],
    shape: [7, 1],
    preprocessing: { windows: { size: 2, step: 4 } },
    expected: [1, 2, 5, 6],
  },
  {
    name: "takes a window of the whole sample as the sample",
    raw: [1, 2, 3, 4],
    shape: [2],
    preprocessing: { windows: { size: 2, step: 1 } },
    expected: [1, 2, 3, 4],
  },
];

for (const { name, raw, shape, preprocessing, expected } of cases) {
  Deno.test(`preprocess() ${name}`, () => {
    const settings = { ...plain, ...preprocessing };
    const inputs = preprocess(Float32Array.from(raw), shape, settings);
    assertEquals([...inputs], [...expected]);
    const elements = shape.reduce((product, size) => product * size, 1);
    const inputElements = modelInputShape(shape, settings).reduce((a, b) => a * b, 1);
    assertEquals(
      raw.length / elements * inputsPerSample(shape, settings) * inputElements,
      inputs.length,
    );
  });
}

Deno.test("modelInputShape() is the shape of the sample, its planes, or the window", () => {
  const shapes = (preprocessing: Partial<Preprocessing>) =>
    modelInputShape([4, 5, 3], { ...plain, ...preprocessing });
  assertEquals(shapes({}), [4, 5, 3]);
  assertEquals(shapes({ layout: "nhwc" }), [4, 5, 3]);
  assertEquals(shapes({ layout: "nchw" }), [3, 4, 5]);
  assertEquals(shapes({ windows: { size: 20, step: 1 } }), [20]);
  // 1,280 values: the windows of the MLPerf Tiny clips, 5 frames of 128 one frame apart.
  const windows = { size: 640, step: 128 };
  assertEquals(inputsPerSample([200, 128], { ...plain, windows }), 196);
});
