import { assertEquals, assertThrows } from "@std/assert";
import { candidateOf } from "../../src/suite/evaluations.ts";
import { type Cell, ladderConfigurations } from "../../src/suite/plan.ts";
import {
  loadSuite,
  parseSuite,
  planCalibrations,
  planCells,
  resolveSettings,
  type RunRequest,
  type Suite,
  UsageError,
  UserError,
} from "../../src/suite/mod.ts";
import { type ShippedModel, withPortNames } from "../../src/suite/shipped.ts";
import { smallCnn, values } from "../graphs.ts";
import { renamed } from "../renamed.ts";
import { staticGraph } from "../static_graph.ts";

const float32 = smallCnn();
const fixed = staticGraph(float32, { read: () => values(72, { seed: 5 }), ids: [0] });

Deno.test("withPortNames() names ports and their codes as the float32 model does", () => {
  const foreign = renamed(fixed, {
    x: "image",
    "x:int8": "image codes",
    y: "scores",
    "y:int8": "score codes",
    c: "y", // by chance the name of the float32 model's output
  });
  assertEquals(withPortNames(foreign, float32), renamed(fixed, { c: "y:shipped" }));
  assertEquals(withPortNames(fixed, float32), fixed);
});

const digits = await loadSuite("digits");
const models = digits.models.map((model) =>
  model.name === "dscnn"
    ? { ...model, shipped: { from: "suite", file: "dscnn_int8.onnx", rounding: "tflm" } as const }
    : model
);
const suite: Suite = { ...digits, models };
const settingsOf = (request: Partial<RunRequest>, of = suite) =>
  resolveSettings(of, { mode: "quick", ...request }, {
    pool: 8000,
    evaluation: 2000,
    folds: 1,
    domain: "image",
    sampleInputs: 1,
    sampleBytes: 4 * 784,
  }).settings;

Deno.test("resolveSettings() compares as-shipped where a model of the run has a shipped file", () => {
  const schemes = (request: Partial<RunRequest>, of = suite) => settingsOf(request, of).schemes;
  assertEquals(schemes({}).at(-1), "as-shipped");
  assertEquals(schemes({ models: ["dscnn"] }).at(-1), "as-shipped");
  assertEquals(schemes({ models: ["mlp"] }).at(-1), "hybrid");
  assertEquals(schemes({}, digits).at(-1), "hybrid");
  const asked = ["float32", "as-shipped"] as const;
  assertEquals(schemes({ schemes: asked }), asked);
  assertThrows(
    () => schemes({ schemes: asked, models: ["mlp", "lenet5"] }),
    UsageError,
    'suite "digits" has none for mlp, lenet5; it has that for dscnn; type --models dscnn',
  );
  assertThrows(
    () => schemes({ schemes: asked }, digits),
    UsageError,
    'a model must have a "shipped" file, suite "digits" has none for mlp, lenet5, dscnn, resnet8; ' +
      "leave it out of --schemes",
  );
});

const shipped: ShippedModel = {
  file: "dscnn_int8.onnx",
  sha256: "0".repeat(64),
  rounding: "tflm",
  graph: fixed,
};

Deno.test("planCells() puts a shipped model on the ladder and the calibration conditions", () => {
  const settings = settingsOf({});
  const cells = planCells(suite, settings, { shipped: new Map([["dscnn", shipped]]) });
  const isShipped = ({ configuration }: Cell) => configuration.scheme === "as-shipped";
  const count = (phase: Cell["phase"]) =>
    cells.filter((cell) => isShipped(cell) && cell.phase === phase).length;
  assertEquals(count("shift-ladder"), 26);
  assertEquals(count("calibration-condition"), 4);
  assertEquals(count("calibration-sweep"), 0);
  const named = new Set(cells.filter(isShipped).map(({ configuration }) => configuration.model));
  assertEquals([...named], ["dscnn"]);
  // All else is as without it, and nothing more is calibrated.
  const without = planCells(suite, settings);
  assertEquals(cells.filter((cell) => !isShipped(cell)), without);
  assertEquals(
    planCalibrations(suite, settings, cells),
    planCalibrations(suite, settings, without),
  );
});

Deno.test("candidateOf() names a shipped model by its file and how it rounds", () => {
  const keyOf = (change: Partial<ShippedModel>) => {
    const model = { name: "dscnn", shipped: { ...shipped, ...change } };
    const configuration = ladderConfigurations(model, settingsOf({})).at(-1)!;
    return candidateOf(configuration, new Map()).key;
  };
  assertEquals(keyOf({ file: "elsewhere.onnx" }), keyOf({}));
  const keys = [keyOf({}), keyOf({ sha256: "1".repeat(64) }), keyOf({ rounding: "litert-ref" })];
  assertEquals(new Set(keys).size, 3);
});

Deno.test("parseSuite() reads a shipped file, tflm unless its rounding is named", () => {
  const parse = (entry: unknown) =>
    parseSuite(
      JSON.stringify({
        name: "mine",
        version: 1,
        description: "A suite",
        dataset: "digits",
        preprocessing: { divisor: 255, mean: [0], std: [1], layout: "nhwc" },
        models: [{ name: "a", file: "a.tflite", shipped: entry }],
      }),
      "suite.json",
    ).models[0]!.shipped;
  assertEquals(parse({ file: "b.tflite" }), {
    from: "suite",
    file: "b.tflite",
    rounding: "tflm",
  });
  const whole = {
    from: "data",
    file: "b.tflite",
    rounding: "litert-ref",
    sha256: "a".repeat(64),
  } as const;
  assertEquals(parse(whole), whole);
  const cases: readonly (readonly [unknown, string])[] = [
    ["b.tflite", "models.0.shipped: "],
    [{ rounding: "tflm" }, "models.0.shipped.file: "],
    [{ file: "../b.tflite" }, "models.0.shipped.file: must be a relative path"],
    [{ file: "b.tflite", rounding: "xnnpack" }, "models.0.shipped.rounding: "],
    [{ file: "b.tflite", sha256: "12" }, "models.0.shipped.sha256: must be 64"],
  ];
  for (const [entry, message] of cases) assertThrows(() => parse(entry), UserError, message);
});
