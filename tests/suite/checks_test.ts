import { assertThrows } from "@std/assert";
import { checkLabels, checkPool, checkPreprocessing } from "../../src/suite/checks.ts";
import { type Suite, UserError } from "../../src/suite/mod.ts";
import type { SampleSource } from "../../src/data/mod.ts";
import type { Preprocessing } from "../../src/suite/schema.ts";

const classes = [0, 1, 1, 0];

function sourceOf(change: Partial<SampleSource>): SampleSource {
  return {
    domain: "image",
    shape: [4, 4, 3],
    white: 255,
    step: 1,
    count: 4,
    classNames: ["a", "b"],
    read: () => new Float32Array(),
    labels: (ids) => Uint16Array.from(ids, (id) => classes[id]!),
    ...change,
  };
}

function suiteOf(
  { preprocessing, ...change }:
    & { readonly preprocessing?: Partial<Preprocessing> }
    & Partial<
      Omit<Suite, "preprocessing">
    >,
): Suite {
  return {
    name: "mine",
    metric: "top-1",
    input: "float32",
    calibrationConditions: [{ name: "clean" }],
    preprocessing: {
      divisor: 1,
      mean: [0],
      std: [1],
      layout: "as-stored",
      ...preprocessing,
    },
    ...change,
  } as Suite;
}

const windows = { size: 6, step: 2 };

Deno.test("checkPreprocessing() takes what fits the samples", () => {
  const fitting: readonly (readonly [Parameters<typeof suiteOf>[0], Partial<SampleSource>])[] = [
    [{ preprocessing: { layout: "nchw", mean: [1, 2, 3], std: [1] } }, {}],
    [{ preprocessing: { windows, mean: [1, 2, 3, 4, 5, 6] } }, { shape: [48] }],
    [{ preprocessing: { windows: { size: 48, step: 1 } } }, {}],
    [{ input: "bytes" }, {}],
  ];
  for (const [suite, source] of fitting) checkPreprocessing(suiteOf(suite), sourceOf(source));
});

Deno.test("checkPreprocessing() refuses what does not fit the samples", () => {
  const cases: readonly (readonly [
    Parameters<typeof suiteOf>[0],
    Partial<SampleSource>,
    string,
  ])[] = [
    [{ preprocessing: { mean: [1, 2] } }, {}, "mean must have 1 number or 3"],
    [{ preprocessing: { std: [1, 2, 3, 4] } }, {}, "std must have 1 number or 3"],
    [
      { preprocessing: { windows, mean: [1, 2, 3] } },
      {},
      "mean must have 1 number or 6",
    ],
    [
      { preprocessing: { windows: { size: 49, step: 1 } } },
      {},
      "windows must fit a sample of 48 elements, got 49",
    ],
    [
      { preprocessing: { windows: { size: 2 ** 20, step: 1 } } },
      { shape: [2 ** 21] },
      "may have 67108864 values in all; choose a larger step",
    ],
    [{ preprocessing: { layout: "nhwc" } }, { shape: [48] }, "layout must be as-stored"],
    [{ preprocessing: { layout: "nchw", windows } }, {}, "layout must be as-stored"],
    [{ input: "bytes" }, { white: 1 }, "input bytes must be images of bytes"],
    [{ input: "bytes" }, { domain: "vector" }, "input bytes must be images of bytes"],
  ];
  for (const [suite, source, rule] of cases) {
    const check = () => checkPreprocessing(suiteOf(suite), sourceOf(source));
    assertThrows(check, UserError, 'Cannot use the preprocessing of suite "mine"');
    assertThrows(check, UserError, rule);
  }
});

Deno.test("checkLabels() wants labels for top-1, and two classes for an AUC", () => {
  const check = (metric: Suite["metric"], classNames: readonly string[] | undefined) => () =>
    checkLabels(suiteOf({ metric }), sourceOf({ classNames }));
  check("top-1", ["a"])();
  check("auc", ["normal", "anomaly"])();
  check("fidelity", undefined)();
  assertThrows(check("top-1", undefined), UserError, "samples must have labels, got none");
  assertThrows(check("auc", undefined), UserError, "samples must have 2 classes");
  assertThrows(check("auc", ["a", "b", "c"]), UserError, "got 3");
});

Deno.test("checkPool() wants the class of each condition in the pool", () => {
  const suite = suiteOf({
    calibrationConditions: [{ name: "clean" }, { name: "b", onlyClass: 1 }],
  });
  checkPool(suite, sourceOf({}), [0, 2]);
  assertThrows(
    () => checkPool(suite, sourceOf({}), [0, 3]),
    UserError,
    'Cannot calibrate under condition "b": a sample of the calibration pool must be of class 1',
  );
});
