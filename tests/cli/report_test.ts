import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { cli, smallRun } from "./cli.ts";

/** What `report` writes; the tables stay as they are. */
const isRebuilt = (name: string) => /\.(vl\.json|svg|html|md)$/.test(name);

/** The text of every file of a folder, but for outcomes. */
async function filesOf(folder: string): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  for await (const { name } of Deno.readDir(folder)) {
    files.set(name, await Deno.readTextFile(join(folder, name)));
  }
  return files;
}

/** Writes a file of a folder anew. */
async function change(path: string, changed: (text: string) => string): Promise<void> {
  await Deno.writeTextFile(path, changed(await Deno.readTextFile(path)));
}

Deno.test("report gives the bytes that the run wrote, and says which table is damaged", async () => {
  const root = await Deno.makeTempDir();
  const folder = join(root, "run");
  const done = await cli(...smallRun, `--out=${folder}`);
  assertEquals(done.code, 0, done.errors);
  const before = await filesOf(folder);
  const rebuilt = [...before.keys()].filter(isRebuilt);
  assert(rebuilt.length > 10 && rebuilt.includes("report.html"), rebuilt.join());
  for (const name of rebuilt) await Deno.remove(join(folder, name));

  const result = await cli("report", folder);
  assertEquals(
    [result.code, result.output],
    [0, `${join(folder, "report.html")}\n`],
    result.errors,
  );
  const after = await filesOf(folder);
  assertEquals([...after.keys()].sort(), [...before.keys()].sort());
  for (const [name, text] of before) assert(after.get(name) === text, name);

  const damages: readonly (readonly [string, (text: string) => string, string])[] = [
    ["accuracy.csv", (text) => text.replace(",top-1,", ","), "a record must have"],
    ["layers.csv", (text) => text.slice(0, 5000), "at line"],
    ["cost.csv", (text) => text.replace("flash_bytes", "flash"), "must be flash_bytes"],
    ["latency.csv", (text) => text.replace(/,\d+,/, ",1e999,"), "must be a finite number"],
    ["comparisons.csv", () => "", "at line 1"],
    ["run.json", (text) => text.slice(0, 100), "run the suite again"],
    ["run.json", () => '{"summary": {"seed": [0]}}', "a table of words and numbers"],
  ];
  for (const [name, damage, message] of damages) {
    const path = join(folder, name);
    await change(path, damage);
    const { code, errors } = await cli("report", folder);
    assertEquals(code, 1, errors);
    assertStringIncludes(errors, `Cannot read "${path}": `);
    assertStringIncludes(errors, message);
    assert(!errors.includes("    at "), "no stack");
    await Deno.writeTextFile(path, before.get(name)!);
  }

  await Deno.remove(join(folder, "decisions.csv"));
  const missing = await cli("report", folder);
  assertEquals(missing.code, 1);
  assertStringIncludes(missing.errors, "there is no such file; name the folder of a finished run");
  await Deno.remove(root, { recursive: true });
});

Deno.test("report names the runs in the folder of a group, and takes one folder", async () => {
  const root = await Deno.makeTempDir();
  await Deno.mkdir(join(root, "one"));
  await Deno.writeTextFile(join(root, "one", "run.json"), "{}");
  const cases: readonly (readonly [readonly string[], number, string])[] = [
    [[root], 1, `with run.json in it; name one of ${join(root, "one")}`],
    [[join(root, "none")], 1, "name one that deno task bench has written"],
    [[], 2, "the folder of one run must be named, got 0"],
    [[root, root], 2, "got 2"],
    [[root, "--out=x"], 2, 'Cannot use option "--out=x"'],
  ];
  for (const [args, wanted, message] of cases) {
    const { code, errors } = await cli("report", ...args);
    assertEquals(code, wanted, errors);
    assertStringIncludes(errors, message);
  }
  await Deno.remove(root, { recursive: true });
});
