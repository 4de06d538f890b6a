import { assertEquals, assertThrows } from "@std/assert";
import { parseQuantizeArguments } from "../../src/cli/quantize_arguments.ts";
import { UsageError } from "../../src/suite/error.ts";

Deno.test("parseQuantizeArguments() fills in what was not asked for", () => {
  assertEquals(
    parseQuantizeArguments(["m.onnx", "--scheme=static", "--out=o.onnx", "--data-dir=d"]),
    {
      model: "m.onnx",
      scheme: "static",
      weights: "per-channel",
      ranges: {
        kind: "suite",
        suite: "digits",
        calibrator: { name: "min-max" },
        size: 500,
        seed: 0,
        dataDir: "d",
      },
      dynamic: undefined,
      codes: "int8",
      writeTable: undefined,
      out: "o.onnx",
      quiet: false,
    },
  );
  const table = ["--scheme", "dynamic-input", "--table", "t.json", "--codes", "uint8"];
  const given = parseQuantizeArguments([...table, "--out", "o.onnx", "--quiet", "m.onnx"]);
  assertEquals([given.ranges, given.codes, given.quiet], [
    { kind: "table", file: "t.json" },
    "uint8",
    true,
  ]);
  const hybrid = parseQuantizeArguments(["m.onnx", "--scheme=hybrid", "--out=o.onnx"]);
  assertEquals(hybrid.ranges, undefined);
  const mixed = ["m.onnx", "--scheme=mixed", "--dynamic= a,b/c:1,,a", "--table=t", "--out=o.onnx"];
  assertEquals(parseQuantizeArguments(mixed).dynamic, ["a", "b/c:1"]);
});

const given = (...options: readonly string[]) => ["m.onnx", "--out=o.onnx", ...options];
const fixed = (...options: readonly string[]) => given("--scheme=static", ...options);

const cases: readonly (readonly [readonly string[], string])[] = [
  [[], "type quantize model.onnx --scheme static --out model-int8.onnx"],
  [["a.onnx", "b.onnx"], "one model file must be named, got 2"],
  [given(), "--scheme must be given, one of float32, weight-only, static"],
  [given("--scheme=statik"), 'did you mean "static"?'],
  [["models/m.onnx", "--scheme=static"], "type --out models/m-static.onnx"],
  [["m.onnx", "--scheme=static", "--out"], "--out FILE"],
  [["m.onnx", "--scheme=static", "--outt=x"], 'did you mean "--out"?'],
  [given("--scheme=hybrid", "--size=9"), "only static, dynamic-input, mixed have fixed scales"],
  [given("--scheme=mixed"), "--dynamic must name the values to quantize for each input; take them"],
  [given("--scheme=mixed", "--dynamic=,"), "--dynamic must name the values"],
  [given("--scheme=dynamic", "--dynamic=a"), "leave out --dynamic"],
  [given("--scheme=dynamic", "--table=t"), "leave out --table"],
  [given("--scheme=hybrid", "--codes=int8"), "leave out --codes"],
  [given("--scheme=float32", "--weights=tflite"), "leave out --weights"],
  [fixed("--codes=int9"), "it must be one of int8, uint8"],
  [fixed("--table=t", "--seed=1"), "Cannot use --seed with --table"],
  [fixed("--size=0"), "it must be a whole number, at least 1"],
  [fixed("--calibrator=kl"), 'Cannot use --calibrator "kl": it must be one of min-max'],
  [fixed("--calibrator=mse,entropy"), 'Cannot use --calibrator "mse,entropy"'],
  [fixed("--calibrator=percentile:5"), "type percentile:99.9"],
];

for (const [args, message] of cases) {
  Deno.test(`parseQuantizeArguments() refuses "${args.join(" ")}"`, () => {
    assertThrows(() => parseQuantizeArguments(args), UsageError, message);
  });
}
