import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { readOnnx, readTflite } from "../../src/formats/mod.ts";
import { decodeModel } from "../../src/formats/onnx/proto.ts";
import { cli } from "./cli.ts";

const mlp = "suites/digits/models/mlp.onnx";

async function namesIn(folder: string): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const { name } of Deno.readDir(folder)) names.push(name);
  return names.sort();
}

Deno.test("quantize writes a model and its ranges, and the same model from these ranges", async () => {
  const root = await Deno.makeTempDir();
  const [first, second, table] = ["a.onnx", "b.onnx", "t.json"].map((name) => join(root, name)) as [
    string,
    string,
    string,
  ];
  const common = ["quantize", mlp, "--scheme", "static"];
  const calibrated = await cli(
    ...common,
    ...["--calibrator", "percentile:99.9", "--size", "2", "--seed", "3"],
    ...["--write-table", table, "--out", first],
  );
  assertEquals(calibrated.code, 0, calibrated.errors);
  for (
    const words of [
      "static, weights per-channel",
      "percentile 99.9, 2 samples (suite digits, seed 3)",
      "warning     ",
      "438",
      " %)",
      first,
    ]
  ) {
    assertStringIncludes(calibrated.output, words);
  }
  assertStringIncludes(calibrated.errors, "calibrate: done");
  const again = await cli(...common, "--table", table, "--out", second, "--quiet");
  assertEquals([again.code, again.output, again.errors], [0, "", ""]);
  assertEquals(await Deno.readFile(second), await Deno.readFile(first));
  assertEquals(await namesIn(root), ["a.onnx", "b.onnx", "t.json"]);
  const { nodes } = decodeModel(await Deno.readFile(first)).graph!;
  assert(nodes.some(({ opType }) => opType === "QuantizeLinear"));
  await Deno.remove(root, { recursive: true });
});

Deno.test("quantize writes TensorFlow Lite where the name says so", async () => {
  const root = await Deno.makeTempDir();
  const out = join(root, "mlp.tflite");
  const { code, errors } = await cli("quantize", mlp, "--scheme=static", "--size=2", "--out", out);
  assertEquals(code, 0, errors);
  const graph = readTflite(await Deno.readFile(out));
  const kinds = graph.nodes.map(({ op }) => op.kind).filter((kind) => kind !== "reshape");
  assertEquals(kinds, ["quantize", ...Array(3).fill("fullyConnected"), "dequantize"]);
  await Deno.remove(root, { recursive: true });
});

Deno.test("quantize writes every scheme that needs no calibration", async () => {
  const root = await Deno.makeTempDir();
  const schemes = ["float32", "weight-only", "hybrid", "dynamic"];
  const results = await Promise.all(schemes.map(async (scheme) => {
    const out = join(root, `${scheme}.onnx`);
    const { code, errors, output } = await cli("quantize", mlp, `--scheme=${scheme}`, "--out", out);
    assertEquals(code, 0, errors);
    return { output, operators: operatorsOf(await Deno.readFile(out)) };
  }));
  const dense = results.map(({ operators }) =>
    operators.filter((name) => !/Reshape|Relu/.test(name))
  );
  assertEquals(dense[0], ["Gemm", "Gemm", "Gemm"]);
  assertEquals(new Set(dense[1]), new Set(["DequantizeLinear", "Gemm"]));
  const integer = ["DynamicQuantizeLinear", "MatMulInteger", "Cast", "Mul", "Add"];
  assertEquals(new Set(dense[2]), new Set(integer));
  assertEquals(dense[3], dense[2]);
  assertEquals(results.map(({ output }) => output.includes("whole batch")), [
    false,
    false,
    true,
    true,
  ]);
  readOnnx(await Deno.readFile(join(root, "float32.onnx")));
  await Deno.remove(root, { recursive: true });
});

Deno.test("quantize writes mixed with the values that are named", async () => {
  const root = await Deno.makeTempDir();
  const out = join(root, "mixed.onnx");
  const graph = readOnnx(await Deno.readFile(mlp));
  const input = graph.inputs[0]!.name;
  const first = graph.nodes.find(({ op }) => op.kind === "fullyConnected")!.output;
  const common = ["quantize", mlp, "--scheme=mixed", "--size=2", `--out=${out}`];
  const { code, errors, output } = await cli(...common, `--dynamic=${first}`);
  assertEquals(code, 0, errors);
  assertStringIncludes(output, `dynamic     ${first}`);
  assertStringIncludes(output, "whole batch");
  const operators = operatorsOf(await Deno.readFile(out));
  const of = (name: string) => operators.filter((one) => one === name).length;
  assertEquals([of("DynamicQuantizeLinear"), of("MatMulInteger"), of("Gemm")], [1, 1, 2]);
  const wrong = await cli(...common, `--dynamic=${input},nope`);
  assertEquals(wrong.code, 1);
  assertStringIncludes(wrong.errors, `Cannot make value "nope" dynamic`);
  assertStringIncludes(wrong.errors, `the model has ${input}, ${first}, `);
  await Deno.remove(root, { recursive: true });
});

function operatorsOf(bytes: Uint8Array): readonly string[] {
  return decodeModel(bytes).graph!.nodes.map(({ opType }) => opType);
}

Deno.test("quantize refuses what it cannot do, says what to do instead, and writes nothing", async () => {
  const root = await Deno.makeTempDir();
  const place = join(root, "out.onnx");
  const out = `--out=${place}`;
  const other = join(root, "other.json");
  const table = { calibrator: { name: "min-max" }, samples: 1, ranges: [] };
  await Deno.writeTextFile(
    other,
    JSON.stringify({ format: "ptqbench-calibration-table-1", ...table }),
  );
  const broken = join(root, "broken.onnx");
  await Deno.writeFile(broken, (await Deno.readFile(mlp)).subarray(0, 3000));
  await Deno.mkdir(join(root, "folder.onnx"));
  const before = await namesIn(root);

  const cases: readonly (readonly [readonly string[], number, string])[] = [
    [[mlp, "--scheme=statik", out], 2, 'did you mean "static"?'],
    [[mlp, "--scheme=static", "--out=mlp.bin"], 2, "its ending must be .onnx or .tflite, got .bin"],
    [
      [mlp, "--scheme=static", "--codes=uint8", "--out=m.tflite"],
      2,
      "codes are int8; leave it out",
    ],
    [[mlp, "--scheme=dynamic", `--out=${root}/m.tflite`], 1, "Cannot quantize"],
    [
      [mlp, "--scheme=mixed", "--dynamic=input", "--size=2", `--out=${root}/m.tflite`],
      1,
      "int8 activations must have fixed parameters (scheme static)",
    ],
    [[mlp, "--scheme=static", `--out=${mlp}`], 2, "it must not be the model itself"],
    [[mlp, "--scheme=static", "--size=9000", out], 2, "has 8000 samples; take at most as many"],
    [[mlp, "--scheme=static", "--suite=digitz", out], 2, 'did you mean "digits"?'],
    [["none.onnx", "--scheme=static", out], 1, 'Cannot read "none.onnx"'],
    [[broken, "--scheme=static", out], 1, "Cannot read the ONNX file"],
    [[mlp, "--scheme=static", `--out=${root}/no/x.onnx`], 1, "its folder must be there"],
    [[mlp, "--scheme=static", `--table=${root}/none.json`, out], 1, "Cannot use --table"],
    [[mlp, "--scheme=static", `--table=${broken}`, out], 1, "it must be JSON"],
    [[mlp, "--scheme=static", `--table=${other}`, out], 1, "must have its range"],
    [[mlp, "--scheme=float32", `--out=${root}/folder.onnx`], 1, "Cannot write"],
  ];
  const results = await Promise.all(cases.map(([args]) => cli("quantize", ...args)));
  cases.forEach(([args, code, message], index) => {
    const { errors, code: actual } = results[index]!;
    assertStringIncludes(errors, message, args.join(" "));
    assertEquals(actual, code, `${args.join(" ")}: ${errors}`);
    assert(!/\n\s+at /.test(errors), `${args.join(" ")} printed a stack: ${errors}`);
  });
  assertEquals(await namesIn(root), before);
  await Deno.remove(root, { recursive: true });
});

Deno.test("quantize refuses to calibrate a model on data of another shape", async () => {
  const root = await Deno.makeTempDir();
  const suite = JSON.parse(await Deno.readTextFile("suites/digits/suite.json"));
  const changed = { ...suite, preprocessing: { ...suite.preprocessing, layout: "nhwc" } };
  await Deno.writeTextFile(join(root, "suite.json"), JSON.stringify(changed));
  const out = join(root, "out.onnx");
  const { code, errors } = await cli(
    "quantize",
    mlp,
    "--scheme=static",
    `--suite=${root}`,
    `--out=${out}`,
  );
  assertEquals(code, 1);
  assertStringIncludes(errors, "[batch, 28, 28, 1] (nhwc), got input [batch, 1, 28, 28]");
  assertStringIncludes(
    errors,
    "name the suite of its data with --suite, or its ranges with --table",
  );
  await Deno.remove(root, { recursive: true });
});

Deno.test("--help lists the options of quantize", async () => {
  const { output } = await cli("--help");
  for (const words of ["Options of quantize", "--write-table FILE", "--scheme static --out"]) {
    assertStringIncludes(output, words);
  }
});
