import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { accuracyTable, costTable, encodeOutcomes } from "../../src/records/mod.ts";
import { toCsv } from "../../src/report/mod.ts";
import { both, dynamic, float32, minMax, type Run, runOf } from "../decide/strategies.ts";
import { cli } from "./cli.ts";

const good = runOf(2000, [
  [minMax, { clean: [], "gain 5": both(100) }],
  [dynamic, { clean: [], "gain 5": [] }],
  [float32, { clean: [], "gain 5": [] }],
]);
const worse = runOf(2000, [
  [minMax, { clean: [], "gain 5": both(300) }],
  [dynamic, { clean: [], "gain 5": [] }],
  [float32, { clean: [], "gain 5": [] }],
]);

async function folderOf(root: string, name: string, { accuracy, outcomes, cost }: Run) {
  const folder = join(root, name);
  await Deno.mkdir(folder);
  await Deno.writeTextFile(join(folder, "accuracy.csv"), toCsv(accuracyTable, accuracy));
  await Deno.writeTextFile(join(folder, "cost.csv"), toCsv(costTable, cost));
  await Deno.writeFile(join(folder, "outcomes.bin"), encodeOutcomes(outcomes));
  return folder;
}

/** The folder of a run with one file changed. */
async function damaged(root: string, file: string, content: string | Uint8Array | undefined) {
  const folder = await folderOf(root, `${file}-${crypto.randomUUID()}`, good);
  if (content === undefined) await Deno.remove(join(folder, file));
  else if (typeof content === "string") await Deno.writeTextFile(join(folder, file), content);
  else await Deno.writeFile(join(folder, file), content);
  return folder;
}

Deno.test("recommend says what to deploy, and its exit code whether there is that", async () => {
  const root = await Deno.makeTempDir();
  const run = await folderOf(root, "run", good);
  const cases: readonly (readonly [readonly string[], number, string])[] = [
    [[], 0, "mlp: dynamic, per-channel weights\n"],
    [["--margin=20"], 0, "mlp: static min-max, per-channel weights"],
    [["--where=instructions_m4 < 120"], 0, "mlp: static min-max, per-channel weights"],
    [
      ["--where=arena_bytes < 1"],
      1,
      "mlp: nothing to recommend: nothing fits. Closest is static min-max, per-channel weights, " +
      "calibrated on 500 samples; arena_bytes < 1 fails by 399: 400 against 1",
    ],
    [["--maximize=-instructions_m4"], 0, "mlp: static min-max"],
    [["--model=mpl"], 2, 'it must be one of mlp; did you mean "mlp"?'],
    [["--where=arena < 1"], 2, 'there is no quantity "arena"; did you mean "arena_bytes"?'],
    [["--where=latency_us < 1"], 2, "this run does not have latency_us"],
    [['--maximize=import({"a": 1})'], 2, 'function "import" is not allowed; allowed are'],
    [["--margin=-1"], 2, "it must be a number from 0 to 100"],
  ];
  await eachOf(cases, async ([options, code, text]) => {
    const result = await cli("recommend", run, ...options);
    assertEquals(result.code, code, `${options} ${result.errors}`);
    assertStringIncludes(result.output + result.errors, text);
  });
  await Deno.remove(root, { recursive: true });
});

Deno.test("recommend and compare refuse what is not a run", async () => {
  const root = await Deno.makeTempDir();
  const bytes = encodeOutcomes(good.outcomes);
  const header = toCsv(accuracyTable, []);
  const cases: readonly (readonly [string, string])[] = [
    [join(root, "nowhere"), "there is no such file; name the folder of a finished run"],
    [await damaged(root, "accuracy.csv", header), "must have a cell for each of the 0 rows"],
    [await damaged(root, "accuracy.csv", "a,b\n"), "the header must be suite,phase"],
    [await damaged(root, "cost.csv", undefined), 'cost.csv": there is no such file'],
    [await damaged(root, "outcomes.bin", bytes.subarray(0, 900)), 'outcomes.bin": outcomes:'],
    [await damaged(root, "outcomes.bin", new Uint8Array(0)), "must begin with PTQBOUT2"],
    [await damaged(root, "latency.csv", "\u0000"), "the header must be suite,model"],
  ];
  await eachOf(cases, async ([folder, message]) => {
    const result = await cli("recommend", folder);
    assertEquals(result.code, 1, result.errors);
    assertStringIncludes(result.errors, message);
    assert(!result.errors.includes("    at "), "no stack");
  });
  await Deno.remove(root, { recursive: true });
});

Deno.test("compare ends with 1 where it got worse beyond the margin", async () => {
  const root = await Deno.makeTempDir();
  const [before, after] = [await folderOf(root, "a", good), await folderOf(root, "b", worse)];
  const cases: readonly (readonly [readonly string[], number, string])[] = [
    [[before, before], 0, "Not worse beyond the margin."],
    [[before, after], 1, "mlp static min-max per-channel under gain 5: accuracy -20.0 points"],
    [[before, after, "--margin=30"], 0, "Not worse beyond the margin."],
    [[after, before], 0, "Better (2):"],
    [[before, after, "--json"], 1, '"change": "worse"'],
    [[before], 2, "the folders of two runs must be named, got 1"],
    [[before, after, "--cost-margin=x"], 2, "it must be a number from 0 to 100"],
  ];
  await eachOf(cases, async ([args, code, text]) => {
    const result = await cli("compare", ...args);
    assertEquals(result.code, code, `${args} ${result.errors}`);
    assertStringIncludes(result.output + result.errors, text);
  });
  await Deno.remove(root, { recursive: true });
});

/** All at once: most of the time is the start of a process. */
async function eachOf<T>(cases: readonly T[], check: (one: T) => Promise<void>): Promise<void> {
  await Promise.all(cases.map(check));
}
