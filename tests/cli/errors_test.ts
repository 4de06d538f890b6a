import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { cli } from "./cli.ts";

const suite = {
  name: "mine",
  version: 1,
  description: "A suite",
  dataset: "digits",
  preprocessing: { divisor: 255, mean: [0], std: [1], layout: "nchw" },
  models: [{ name: "mine", file: "model.onnx" }],
};

/** A folder with a suite.json and a model file. */
async function suiteFolder(
  root: string,
  name: string,
  { change = {}, model }: { change?: Record<string, unknown>; model: Uint8Array },
): Promise<string> {
  const folder = join(root, name);
  await Deno.mkdir(folder);
  await Deno.writeTextFile(join(folder, "suite.json"), JSON.stringify({ ...suite, ...change }));
  await Deno.writeFile(join(folder, "model.onnx"), model);
  return folder;
}

Deno.test("bad input ends with its exit code and a message that says what to do", async () => {
  const root = await Deno.makeTempDir();
  const lenet = await Deno.readFile(
    new URL("../../suites/digits/models/lenet5.onnx", import.meta.url),
  );
  const truncated = await suiteFolder(root, "truncated", { model: lenet.subarray(0, 5000) });
  const nhwc = await suiteFolder(root, "nhwc", {
    change: { preprocessing: { ...suite.preprocessing, layout: "nhwc" } },
    model: lenet,
  });
  const field = await suiteFolder(root, "field", {
    change: { models: [{ name: "mine", fle: "model.onnx" }] },
    model: lenet,
  });
  const data = await suiteFolder(root, "data", { change: { dataset: "cifar" }, model: lenet });
  const ids = join(root, "ids.json");
  await Deno.writeTextFile(ids, "[1, 2, 2]");
  const file = join(root, "file");
  await Deno.writeTextFile(file, "");
  const out = join(root, "out");

  const cases: readonly (readonly [readonly string[], number, string])[] = [
    [[], 2, ""],
    [["rum"], 2, 'did you mean "run"?'],
    [["run", "digitz"], 2, 'did you mean "digits"?'],
    [["run", "--modls=mlp"], 2, 'did you mean "--models"?'],
    [["run", "--models=resnet9"], 2, 'Cannot run model "resnet9": suite "digits" has mlp,'],
    [["run", "--sizes=100,9000"], 2, 'the calibration pool of suite "digits" has 8000'],
    [["run", "--sizes=1000:100:100"], 2, "FIRST at most LAST"],
    [["run", "--quick", "--samples=10"], 2, "an evaluation sample must be of class 1, of 10 none"],
    [["run", "--samples=ten"], 2, "it must be a whole number, at least 1"],
    [["run", "--calibrators=kl"], 2, "it must be one of min-max, moving-average"],
    [["run", "--calibrators=percentile:5"], 2, "type percentile:99.9"],
    [["run", "--severities=6"], 2, "severities are 1 to 5, got 6"],
    [["run", "--quick", "--full"], 2, "choose one"],
    [["run", "digits", "digits", `--out=${out}`], 2, "every run needs a folder of its own"],
    [["run", truncated], 1, 'Cannot use model "mine"'],
    [["run", nhwc], 1, 'its input "input" must have the shape of the data, [batch, 28, 28, 1]'],
    [["run", field], 1, "models.0.file"],
    [["run", data], 1, 'Cannot find data set "cifar": it must be "digits", "fashion-mnist"'],
    [["run", `--out=${join(file, "below")}`], 1, "choose another folder with --out"],
    [["run", "--resume", `--out=${out}`], 1, "there must be a journal of an earlier run"],
    [["run", `--calibration-ids=${ids}`], 1, "a JSON list of different whole numbers"],
    [["run", `--calibration-ids=${join(root, "none.json")}`], 1, "Cannot read calibration ids"],
    [["validate"], 2, "type validate digits"],
    [["inspect", join(root, "none.onnx")], 1, "Cannot inspect"],
  ];
  const results = await Promise.all(cases.map(([args]) => cli(...args)));
  cases.forEach(([args, code, message], index) => {
    const { errors, code: actual } = results[index]!;
    assertStringIncludes(errors, message, args.join(" "));
    assertEquals(actual, code, `${args.join(" ")}: ${errors}`);
    assert(!/\n\s+at /.test(errors), `${args.join(" ")} printed a stack: ${errors}`);
  });
  await Deno.remove(root, { recursive: true });
});

Deno.test("calibration ids that are evaluated are refused by name", async () => {
  const root = await Deno.makeTempDir();
  const manifest = await cli("validate", "digits");
  assertEquals(manifest.code, 0, manifest.errors);
  const ids = join(root, "ids.json");
  // Hash order decides the split; among the first 100 ids some are evaluated for certain.
  await Deno.writeTextFile(ids, JSON.stringify(Array.from({ length: 100 }, (_, id) => id)));
  const { code, errors } = await cli("run", `--calibration-ids=${ids}`, `--out=${root}/out`);
  assertEquals(code, 1);
  assertStringIncludes(errors, "is in both");
  await Deno.remove(root, { recursive: true });
});

Deno.test("--help teaches, ls and inspect describe", async () => {
  const model = "suites/digits/models/lenet5.onnx";
  const [help, ls, inspect] = await Promise.all([cli("--help"), cli("ls"), cli("inspect", model)]);
  assertEquals([help.code, ls.code, inspect.code], [0, 0, 0]);
  for (const word of ["--sizes", "--resume", "Exit codes", "deno task bench"]) {
    assertStringIncludes(help.output, word);
  }
  assertStringIncludes(ls.output, "mlp, lenet5, dscnn, resnet8");
  assertStringIncludes(inspect.output, "416520 multiply-accumulates");
});
