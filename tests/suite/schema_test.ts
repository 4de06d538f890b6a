import { assertEquals, assertThrows } from "@std/assert";
import { parseSuite, suiteJsonSchema, UserError } from "../../src/suite/mod.ts";

const valid = {
  name: "mine",
  version: 1,
  description: "A suite",
  dataset: "digits",
  preprocessing: { divisor: 255, mean: [0], std: [1], layout: "nchw" },
  models: [{ name: "a", file: "a.onnx" }],
};

const parse = (change: Record<string, unknown>) =>
  parseSuite(JSON.stringify({ ...valid, ...change }), "suite.json");

Deno.test("parseSuite() fills in what a suite may leave out", () => {
  const suite = parse({});
  assertEquals(suite.weights, ["per-channel"]);
  assertEquals([suite.metric, suite.input, suite.ladders], ["top-1", "float32", {}]);
  assertEquals(suite.calibrationConditions, [{ name: "clean" }]);
});

Deno.test("parseSuite() names the path and the rule of a wrong field", () => {
  const cases: readonly (readonly [Record<string, unknown>, string])[] = [
    [{ modells: [] }, "modells"],
    [{ version: "1" }, "version: "],
    [{ models: [] }, "models: "],
    [{ models: [{ name: "a", file: "../../etc/passwd" }] }, "models.0.file: must be a relative"],
    [{ models: [{ name: "a", file: "/etc/passwd" }] }, "models.0.file: must be a relative"],
    [{ models: [{ name: "<b>", file: "a.onnx" }] }, "models.0.name: must be 1 to 64"],
    [
      { models: [{ name: "a", file: "a.onnx" }, { name: "a", file: "b.onnx" }] },
      'models.1.name: must be unique, got "a" twice',
    ],
    [{ models: [{ name: "a", file: "a.onnx", sha256: "12" }] }, "models.0.sha256: must be 64"],
    [{ shifts: ["fog"] }, "shifts.0: "],
    [{ ladders: { gain: [1, 2, 3, 4, 0] } }, "ladders.gain: must be positive factors"],
    [{ ladders: { blur: [1, 2, 3, 4, 5] } }, "ladders: "],
    [
      { metric: "auc", calibrationConditions: [{ name: "clean", onlyClass: 1 }] },
      "onlyClass: must be",
    ],
    [
      { input: "bytes", preprocessing: { ...valid.preprocessing, mean: [0.1] } },
      "input: must be float32",
    ],
    [
      { preprocessing: { ...valid.preprocessing, windows: { size: 4, step: 2 } } },
      "preprocessing.windows: must be left out with metric top-1",
    ],
    [{ dataset: { domain: "image", shape: [2, 2, 1], parts: [] } }, "dataset."],
    [{ preprocessing: { ...valid.preprocessing, std: [0] } }, "preprocessing.std.0: "],
    [{ calibrationConditions: [{ name: "dark" }] }, 'calibrationConditions.0: must be {"name"'],
    [
      { calibrationConditions: [{ name: "clean", shift: { name: "gain", severity: 6 } }] },
      "calibrationConditions.0.shift.severity: ",
    ],
  ];
  for (const [change, message] of cases) {
    assertThrows(() => parse(change), UserError, message, JSON.stringify(change));
  }
});

Deno.test("parseSuite() says when a file is not JSON", () => {
  assertThrows(
    () => parseSuite("{", "x/suite.json"),
    UserError,
    'Cannot read suite "x/suite.json"',
  );
});

Deno.test("suites/suite.schema.json is the schema that parseSuite() checks", async () => {
  const file = new URL("../../suites/suite.schema.json", import.meta.url);
  assertEquals(JSON.parse(await Deno.readTextFile(file)), suiteJsonSchema());
});
