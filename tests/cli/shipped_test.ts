import { assert, assertEquals, assertNotEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { fromCsv } from "../../src/report/mod.ts";
import {
  accuracyTable,
  calibrationTable,
  costTable,
  decodeOutcomes,
  latencyTable,
  layersTable,
} from "../../src/records/mod.ts";
import { cli } from "./cli.ts";
import { linearClasses, qdqSuite, tfliteSuite } from "./shipped_suites.ts";

const small = [
  "--quick",
  "--calibrators=min-max",
  "--sizes=40",
  "--samples=60",
  "--shifts=gain",
  "--severities=3,5",
  "--quiet",
] as const;

async function tablesOf(folder: string) {
  const read = (name: string) => Deno.readTextFile(join(folder, `${name}.csv`));
  const { header, classes } = decodeOutcomes(await Deno.readFile(join(folder, "outcomes.bin")));
  return {
    accuracy: fromCsv(accuracyTable, await read("accuracy")),
    layers: fromCsv(layersTable, await read("layers")),
    cost: fromCsv(costTable, await read("cost")),
    latency: fromCsv(latencyTable, await read("latency")),
    calibration: fromCsv(calibrationTable, await read("calibration")),
    run: JSON.parse(await Deno.readTextFile(join(folder, "run.json"))),
    summary: await Deno.readTextFile(join(folder, "summary.md")),
    ids: header.ids,
    classes,
  };
}

/** The columns of a row that do not say which scheme it is. */
function measured<Row extends { readonly scheme: string }>(row: Row): Partial<Row> {
  const configuration = [
    ...["scheme", "weights", "calibrator", "calibratorParameter", "calibrationSize", "draw"],
    ...["calibrationCondition", "phase"],
  ];
  return Object.fromEntries(
    Object.entries(row).filter(([key]) => !configuration.includes(key)),
  ) as Partial<Row>;
}

Deno.test("our static model, shipped as QDQ, is as-shipped what static is, sample by sample", async () => {
  const root = await Deno.makeTempDir();
  const suite = await qdqSuite(join(root, "suite"));
  const args = ["run", suite, ...small, `--calibration-ids=${join(suite, "ids.json")}`];
  const folders = ["one", "two"].map((name) => join(root, name));
  const runs = await Promise.all([
    cli(...args, "--workers=1", `--out=${folders[0]}`),
    cli(...args, "--workers=2", `--out=${folders[1]}`),
  ]);
  for (const { code, errors } of runs) assertEquals(code, 0, errors);
  for (
    const name of ["accuracy.csv", "layers.csv", "cost.csv", "outcomes.bin", "calibration.csv"]
  ) {
    const [one, two] = await Promise.all(folders.map((at) => Deno.readFile(join(at, name))));
    assertEquals(one, two, `${name} must not depend on the workers`);
  }

  const { accuracy, layers, cost, latency, calibration, classes, run, summary } = await tablesOf(
    folders[0]!,
  );
  const phases = [["shift-ladder", 3], ["calibration-condition", 4]] as const;
  for (const [phase, conditions] of phases) {
    const cells = [...accuracy.entries()].filter(([, row]) =>
      row.phase === phase && (row.calibrationCondition ?? "clean") === "clean"
    );
    const of = (scheme: string) => cells.filter(([, row]) => row.scheme === scheme);
    const [shipped, fixed] = [of("as-shipped"), of("static")];
    assertEquals(shipped.length, conditions, phase);
    assertEquals(shipped.map(([, row]) => measured(row)), fixed.map(([, row]) => measured(row)));
    shipped.forEach(([index, { weights, calibrator }], i) => {
      assertEquals(classes[index], classes[fixed[i]![0]], `${phase} ${i}`);
      assertEquals([weights, calibrator], [undefined, undefined]);
    });
  }
  const sweep = accuracy.filter(({ phase }) => phase === "calibration-sweep");
  assert(sweep.length > 0 && sweep.every(({ scheme }) => scheme === "static"));
  // The same layers, each with the same noise, clip rate and headroom.
  const layersOf = (scheme: string) => layers.filter((row) => row.scheme === scheme).map(measured);
  assertEquals(layersOf("as-shipped").length, 3 * 4);
  assertEquals(layersOf("as-shipped"), layersOf("static"));
  const total = (scheme: string) =>
    measured(cost.find((row) => row.scheme === scheme && row.layer === "total")!);
  assertEquals(total("as-shipped"), total("static"));
  assertEquals(latency.filter(({ scheme }) => scheme === "as-shipped").length, 1);
  assert(calibration.every(({ calibrator }) => calibrator === "min-max"));
  const { file, rounding, sha256 } = run.models[0].shipped;
  assertEquals([file, rounding, sha256.length], ["mlp_qdq.onnx", "tflm", 64]);
  assertStringIncludes(summary, "| as-shipped agrees |");
  assertStringIncludes(summary, `(as shipped ${sha256.slice(0, 12)})`);
  await Deno.remove(root, { recursive: true });
});

Deno.test("float32 and int8 TensorFlow Lite models run side by side", async () => {
  const root = await Deno.makeTempDir();
  const suite = await tfliteSuite(join(root, "suite"));
  const ids = `--calibration-ids=${join(suite, "ids.json")}`;
  const [all, pair, validate] = await Promise.all([
    cli("run", suite, ...small, ids, `--out=${root}/all`),
    cli("run", suite, ...small, ids, "--schemes=as-shipped", `--out=${root}/pair`),
    cli("validate", suite),
  ]);
  for (const { code, errors } of [all, pair, validate]) assertEquals(code, 0, errors);
  assertStringIncludes(validate.output, "rounding litert-ref, linear_int8.tflite");

  const { accuracy, layers, classes, ids: evaluated, latency } = await tablesOf(`${root}/all`);
  const at = accuracy.findIndex(({ scheme, shift }) =>
    scheme === "as-shipped" && shift === "clean"
  );
  assertEquals(classes[at], linearClasses(evaluated));
  assert(accuracy[at]!.value > 0.7, "the nearest mean is right more often than not");
  const compared = layers.filter(({ scheme, shift }) =>
    scheme === "as-shipped" && shift === "clean"
  );
  // The files name ports apart; they are compared by what they are.
  assertEquals(compared.map(({ layer }) => layer), ["image", "scores"]);
  assert(compared.every(({ clipRate, sqnrDb }) => clipRate !== undefined && sqnrDb! > 20));

  const alone = await tablesOf(`${root}/pair`);
  assertEquals(new Set(alone.accuracy.map(({ scheme }) => scheme)), new Set(["as-shipped"]));
  assertEquals(alone.accuracy.find(({ shift }) => shift === "clean"), accuracy[at]);
  assertEquals(alone.latency.map(({ ratioToStatic }) => ratioToStatic), [undefined]);
  assertNotEquals(
    latency.find(({ scheme }) => scheme === "as-shipped")!.ratioToStatic,
    undefined,
  );
  await Deno.remove(root, { recursive: true });
});
