import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { fromCsv } from "../../src/report/mod.ts";
import { accuracyTable } from "../../src/records/mod.ts";
import { denseModel, writeSmallSuite } from "../suite/small_suite.ts";
import { cli } from "./cli.ts";

const samples = Array.from({ length: 14 }, (_, id) => [id % 5, (3 * id) % 7, -id]);
const labels = samples.map((_, id) => id % 2);
const model = (a: number) => denseModel([{ weights: [[a, 1, 0], [0, a, 1]], bias: [0, 0.5] }]);
const small = [
  "--quick",
  "--samples=6",
  "--sizes=4",
  "--draws=1",
  "--calibrators=min-max",
  "--schemes=float32,static",
  "--shifts=noise",
  "--severities=3",
  "--workers=1",
];

/** A group of vectors, of vectors with other models, and of a data set that has to be downloaded. */
async function writeGroup(
  root: string,
  { parts = ["one", "two", "three"] }: { readonly parts?: readonly string[] } = {},
): Promise<string> {
  const group = join(root, "group");
  const data = { samples, labels, split: { kind: "by-content", evaluation: 8 } };
  const models = { a: model(1), b: model(2) };
  await writeSmallSuite(join(group, "one"), { data, models, change: { name: "first" } });
  await writeSmallSuite(join(group, "two"), {
    data,
    models: { c: model(3) },
    change: { name: "second", description: "More <b>vectors</b>" },
  });
  await writeSmallSuite(join(group, "three"), {
    data,
    models: { c: model(4), d: model(4) },
    change: { name: "third", dataset: "fashion-mnist" },
  });
  const description = { name: "three-parts", description: "What is *compared*", parts };
  await Deno.writeTextFile(join(group, "suite.json"), JSON.stringify(description));
  return group;
}

/** Runs a group into a folder, its downloaded data where there are none. */
function runGroup(group: string, out: string, ...args: readonly string[]) {
  return cli("run", group, ...small, `--data-dir=${join(group, "none")}`, `--out=${out}`, ...args);
}

const namesIn = async (folder: string) => {
  const entries = await Array.fromAsync(Deno.readDir(folder));
  return entries.map(({ name }) => name).sort();
};

const modelsIn = async (folder: string) => {
  const rows = fromCsv(accuracyTable, await Deno.readTextFile(join(folder, "accuracy.csv")));
  return [...new Set(rows.map((row) => row.model))];
};

Deno.test("a group runs its parts, says which is left out, and is resumed part by part", async (t) => {
  const root = await Deno.makeTempDir();
  const group = await writeGroup(root);
  const out = join(root, "out");
  const { code, output, errors } = await runGroup(group, out);
  assertEquals(code, 0, errors);
  const summary = await Deno.readTextFile(join(out, "summary.md"));

  await t.step("every part that has its data is in a folder of its own", async () => {
    assertStringIncludes(output, join(out, "summary.md"));
    assertStringIncludes(output, join(out, "two", "summary.md"));
    assertEquals(await modelsIn(join(out, "one")), ["a", "b"]);
    assertEquals(await modelsIn(join(out, "two")), ["c"]);
    assertEquals(await namesIn(out), [
      "one",
      "summary.md",
      "two",
    ]);
  });

  await t.step("the summary says what was run and what was not, as text", () => {
    assertMatch(summary, /^# Summary of three-parts\n\nWhat is \\\*compared\\\*\./);
    assertStringIncludes(summary, "*third* is left out: its data are not there.");
    assertStringIncludes(errors, 'third: left out\nCannot use data set "fashion-mnist"');
    assertStringIncludes(summary, "\n## first\n");
    assertStringIncludes(
      summary,
      "\n## second\n\nMore &lt;b&gt;vectors&lt;/b&gt;. The whole run: ",
    );
    assertStringIncludes(summary, "[two/summary.md](./two/summary.md)");
    assertStringIncludes(summary, "### Every scheme on clean inputs");
  });

  await t.step("a part that was not begun is begun when the group is resumed", async () => {
    const before = await Deno.readFile(join(out, "two", "accuracy.csv"));
    await Deno.remove(join(out, "two"), { recursive: true });
    await Deno.remove(join(out, "summary.md"));
    const resumed = await runGroup(group, out, "--resume");
    assertEquals(resumed.code, 0, resumed.errors);
    assertEquals(await Deno.readFile(join(out, "two", "accuracy.csv")), before);
    assertEquals(await Deno.readTextFile(join(out, "summary.md")), summary);
  });
  await Deno.remove(root, { recursive: true });
});

Deno.test("--models picks the parts of a group that have them", async () => {
  const root = await Deno.makeTempDir();
  const group = await writeGroup(root);
  const [some, two, three] = ["some", "two", "three"].map((name) => join(root, name)) as [
    string,
    string,
    string,
  ];
  const results = await Promise.all([
    runGroup(group, some, "--models=b", "--quiet"),
    runGroup(group, two, "--models=c,b", "--quiet"),
    runGroup(group, three, "--models=d"),
  ]);
  assertEquals(results.map(({ code }) => code), [0, 0, 1], JSON.stringify(results));
  assertEquals(await modelsIn(join(some, "one")), ["b"]);
  assertEquals(await namesIn(some), ["one", "summary.md"]);
  assert(!(await Deno.readTextFile(join(some, "summary.md"))).includes("third"));
  assertEquals(await modelsIn(join(two, "one")), ["b"]);
  assertEquals(await modelsIn(join(two, "two")), ["c"]);
  await Deno.remove(root, { recursive: true });
});

Deno.test("a group that cannot be run says why, without a stack", async () => {
  const root = await Deno.makeTempDir();
  const group = await writeGroup(root);
  const missing = await writeGroup(join(root, "missing"), { parts: ["three"] });
  const twice = await writeGroup(join(root, "twice"), { parts: ["one", "one"] });
  const nested = await writeGroup(join(root, "nested"));
  await Deno.writeTextFile(
    join(nested, "one", "suite.json"),
    await Deno.readTextFile(join(nested, "suite.json")),
  );
  const ids = join(root, "ids.json");
  await Deno.writeTextFile(ids, "[1, 2]");
  const out = join(root, "out");
  const cases: readonly (readonly [string, readonly string[], number, string])[] = [
    [missing, [], 1, 'Cannot use data set "fashion-mnist": all its files must be in'],
    [group, ["--models=a,e"], 2, 'Cannot run model "e": the suites of "three-parts" have a, b, c'],
    [group, [`--calibration-ids=${ids}`], 2, 'Cannot use --calibration-ids with "three-parts"'],
    [group, ["--resume"], 1, "Cannot resume: there must be a journal of an earlier run"],
    [twice, [], 1, 'parts.1: must be unique, got "one" twice'],
    [nested, [], 1, "it must be one suite, and is a group of suites"],
  ];
  const results = await Promise.all(cases.map(([folder, args]) => runGroup(folder, out, ...args)));
  cases.forEach(([, args, code, message], index) => {
    const { errors, code: actual } = results[index]!;
    assertStringIncludes(errors, message, args.join(" "));
    assertEquals(actual, code, errors);
    assert(!/\n\s+at /.test(errors), `printed a stack: ${errors}`);
  });
  await Deno.remove(root, { recursive: true });
});
