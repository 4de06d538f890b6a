import { assert, assertAlmostEquals, assertEquals, assertStringIncludes } from "@std/assert";
import { basename, join } from "@std/path";
import { fromCsv } from "../../src/report/mod.ts";
import {
  type AccuracyRow,
  accuracyTable,
  comparisonsTable,
  type CostRow,
  costTable,
  decisionsTable,
  decodeOutcomes,
  type LatencyRow,
  latencyTable,
  type MixedRow,
  mixedTable,
} from "../../src/records/mod.ts";
import { cli, cliCommand, smallRun } from "./cli.ts";

/** Files that are the same bytes for the same seed, whatever the workers or interruptions. */
const deterministic = [
  "accuracy.csv",
  "comparisons.csv",
  "decisions.csv",
  "layers.csv",
  "cost.csv",
  "calibration.csv",
  "mixed.csv",
  "outcomes.bin",
];

async function bytesOf(folder: string): Promise<readonly string[]> {
  return await Promise.all(deterministic.map(async (name) => {
    const digest = await crypto.subtle.digest("SHA-256", await Deno.readFile(join(folder, name)));
    return `${name} ${[...new Uint8Array(digest)].map((b) => b.toString(16)).join("")}`;
  }));
}

/** Starts a run and kills it once its journal has that many lines. */
async function killAfter(lines: number, args: readonly string[], journal: string): Promise<void> {
  const process = cliCommand(args).spawn();
  const ended = process.status;
  for (let tries = 0; tries < 3000; tries++) {
    const text = await Deno.readTextFile(journal).catch(() => "");
    if (text.split("\n").length > lines) break;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  process.kill("SIGKILL");
  await Promise.all([ended, process.stdout.cancel(), process.stderr.cancel()]);
}

Deno.test("a run gives the same bytes for any workers, killed and resumed or not", async () => {
  const root = await Deno.makeTempDir();
  const [one, two, killed] = ["one", "two", "killed"].map((name) => join(root, name)) as [
    string,
    string,
    string,
  ];
  const results = await Promise.all([
    cli(...smallRun, "--workers=1", `--out=${one}`),
    cli(...smallRun, "--workers=2", `--out=${two}`),
  ]);
  for (const { code, errors } of results) assertEquals(code, 0, errors);

  const args = [...smallRun, "--workers=2", `--out=${killed}`];
  await killAfter(4, args, join(killed, "journal.jsonl"));
  const entries = await Deno.readTextFile(join(killed, "journal.jsonl"));
  assert(entries.split("\n").length > 4, "killed before anything was done");
  await Deno.writeTextFile(join(killed, "journal.jsonl"), `${entries}{"key":"half`);
  const resumed = await cli(...args, "--resume");
  assertEquals(resumed.code, 0, resumed.errors);

  assertEquals(await bytesOf(two), await bytesOf(one));
  assertEquals(await bytesOf(killed), await bytesOf(one));

  const other = await cli(...args, "--seed=1", "--resume");
  assertEquals(other.code, 1);
  assertStringIncludes(other.errors, "it belongs to another configuration");

  await checkOutputs(one);
  await Deno.remove(root, { recursive: true });
});

async function checkOutputs(folder: string): Promise<void> {
  const read = (name: string) => Deno.readTextFile(join(folder, name));
  const accuracy = fromCsv(accuracyTable, await read("accuracy.csv"));
  const { header, classes } = decodeOutcomes(await Deno.readFile(join(folder, "outcomes.bin")));
  assertEquals(classes.length, accuracy.length);
  accuracy.forEach((row, index) => {
    const { subset } = header.cells[index]!;
    const positions = subset === undefined ? [...header.ids.keys()] : header.subsets[subset]!;
    const right = positions.filter((position, i) =>
      classes[index]![i] === header.labels![position]
    ).length;
    assertEquals(right / positions.length, row.value, `row ${index}`);
    assertEquals(row.samples, positions.length);
    assert(row.valueLo <= row.value && row.value <= row.valueHi);
  });
  const comparisons = fromCsv(comparisonsTable, await read("comparisons.csv"));
  assert(comparisons.length > 0);
  for (const { measure, shift, severity, difference, ...row } of comparisons) {
    const value = (scheme: string, calibrator: string | undefined) => {
      const cell = accuracy.find((one) =>
        one.phase === "shift-ladder" && one.scheme === scheme && one.calibrator === calibrator &&
        one.model === row.model && one.shift === shift && one.severity === severity
      )!;
      return measure === "accuracy" ? cell.value : cell.agreement;
    };
    assertEquals(row.firstValue, value(row.firstScheme, row.firstCalibrator));
    assertEquals(row.secondValue, value(row.secondScheme, row.secondCalibrator));
    assertAlmostEquals(difference, row.firstValue - row.secondValue, 1e-12);
  }
  const cost = fromCsv(costTable, await read("cost.csv"));
  const total = cost.find(({ scheme, layer }) => scheme === "static" && layer === "total")!;
  assertEquals(total.int8Macs, 109_184);
  const latency = fromCsv(latencyTable, await read("latency.csv"));
  assertEquals(latency.find(({ scheme }) => scheme === "static")!.ratioToStatic, 1);
  const run = JSON.parse(await read("run.json"));
  assertEquals(run.settings.seed, 0);
  assertEquals(run.evaluationIds.length, 40);
  const [recommendation, ...more] = run.recommendation;
  assertEquals([recommendation.model, more.length], ["mlp", 0]);
  const main = fromCsv(decisionsTable, await read("decisions.csv")).find((row) =>
    row.kind === "recommendation" && row.verdict === recommendation.verdict
  )!;
  assertEquals([main.scheme, main.value], [recommendation.scheme, recommendation.value]);
  const [, first] = (await read("summary.md")).split("\n## ");
  assertStringIncludes(first!, "Recommendation\n");
  assertStringIncludes(first!, "**mlp: ");
  checkMixed(fromCsv(mixedTable, await read("mixed.csv")), { accuracy, cost, latency, run });
}

/** The candidates of mixed are the first values of mixed.csv, and in every table. */
function checkMixed(
  values: readonly MixedRow[],
  { accuracy, cost, latency, run }: {
    readonly accuracy: readonly AccuracyRow[];
    readonly cost: readonly CostRow[];
    readonly latency: readonly LatencyRow[];
    readonly run: { readonly mixed: Readonly<Record<string, readonly (readonly string[])[]>> };
  },
): void {
  assertEquals(values.map(({ rank }) => rank), [1, 2, 3, 4]);
  assertEquals(values.map(({ dynamicValues }) => dynamicValues), [1, 2, 3, undefined]);
  const names = values.map(({ layer }) => layer);
  assertEquals(run.mixed, { mlp: [1, 2, 3].map((count) => names.slice(0, count)) });
  const countsIn = (rows: readonly (AccuracyRow | CostRow | LatencyRow)[]) => [
    ...new Set(rows.filter(({ scheme }) => scheme === "mixed").map((row) => row.dynamicValues)),
  ];
  for (const rows of [accuracy, cost, latency]) assertEquals(countsIn(rows), [1, 2, 3]);
  const ladder = accuracy.filter(({ scheme }) => scheme === "mixed");
  assertEquals(ladder.length, 3 * 5);
  assert(
    ladder.every(({ phase, calibrator }) => phase === "shift-ladder" && calibrator === "min-max"),
  );
  // Alone, a value costs static what mixed.csv says.
  const instructions = (scheme: string, count?: number) =>
    cost.find((row) =>
      row.layer === "total" && row.scheme === scheme && row.dynamicValues === count
    )!.instructionsM4!;
  const added = values[0]!.addedInstructionsM4!;
  assertAlmostEquals(instructions("mixed", 1), instructions("static") + added, 1);
  assert(instructions("mixed", 3) <= instructions("dynamic"));
}

Deno.test("a quick run gives the same bytes with either kernel set", async () => {
  const root = await Deno.makeTempDir();
  const folders = ["wasm", "reference"].map((kernels) => join(root, kernels));
  const small = [
    "--samples=20",
    "--sizes=20",
    "--draws=1",
    "--calibrators=min-max",
    "--shifts=gain",
    "--severities=3",
    "--schemes=float32,weight-only,static,dynamic,dynamic-input,hybrid,mixed",
  ];
  const results = await Promise.all(
    folders.map((folder) =>
      cli("run", "--quick", ...small, "--quiet", `--kernels=${basename(folder)}`, `--out=${folder}`)
    ),
  );
  for (const { code, errors } of results) assertEquals(code, 0, errors);
  const [wasm, reference] = await Promise.all(folders.map(bytesOf));
  assertEquals(wasm, reference);
  await Deno.remove(root, { recursive: true });
});

Deno.test("Ctrl-C leaves a run that --resume finishes", async () => {
  const root = await Deno.makeTempDir();
  const args = [...smallRun.filter((arg) => arg !== "--quiet"), "--workers=1", `--out=${root}/run`];
  const process = cliCommand(args).spawn();
  const journal = join(root, "run", "journal.jsonl");
  for (let tries = 0; tries < 3000; tries++) {
    const text = await Deno.readTextFile(journal).catch(() => "");
    if (text.split("\n").length > 3) break;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  process.kill("SIGINT");
  const { code, stderr } = await process.output();
  assertEquals(code, 1);
  assertStringIncludes(new TextDecoder().decode(stderr), "--resume --out");
  const resumed = await cli(...args, "--resume");
  assertEquals(resumed.code, 0, resumed.errors);
  assertStringIncludes(resumed.output, "summary.md");
  await Deno.remove(root, { recursive: true });
});
