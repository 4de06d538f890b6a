import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { isGroup, loadSuite, loadSuites, UsageError, UserError } from "../../src/suite/mod.ts";

const part = {
  name: "part",
  version: 1,
  description: "A suite",
  dataset: "digits",
  preprocessing: { divisor: 255, mean: [0], std: [1], layout: "nchw" },
  models: [{ name: "a", file: "a.onnx" }],
};

/** A folder with a suite.json, and folders with others. */
async function withSuites(
  files: Readonly<Record<string, unknown>>,
  use: (folder: string) => Promise<void>,
): Promise<void> {
  const root = await Deno.makeTempDir();
  try {
    for (const [folder, json] of Object.entries(files)) {
      await Deno.mkdir(join(root, folder), { recursive: true });
      const text = typeof json === "string" ? json : JSON.stringify(json);
      await Deno.writeTextFile(join(root, folder, "suite.json"), text);
    }
    await use(root);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

const group = { name: "both", description: "Two suites", parts: ["two", "one"] };

Deno.test("loadSuites() reads the parts of a group in its order, each of its folder", async () => {
  await withSuites({ ".": group, one: part, two: { ...part, name: "other" } }, async (folder) => {
    const suite = await loadSuites(join(folder, "suite.json"));
    assert(isGroup(suite));
    assertEquals(suite.parts.map(({ name }) => name), ["other", "part"]);
    assertEquals(suite.parts[1]!.folder, join(folder, "one"));
    assertEquals(suite.parts[1], await loadSuite(join(folder, "one")));
    await assertRejects(
      () => loadSuite(folder),
      UsageError,
      `it has to be one suite, and is a group of 2; name one of them, such as ${
        join(folder, "two")
      }`,
    );
  });
  const shipped = await loadSuites("mlperf-tiny");
  assert(isGroup(shipped) && shipped.parts.length === 4);
  assertEquals((await loadSuite("mlperf-tiny/images")).name, shipped.parts[0]!.name);
});

Deno.test("loadSuites() refuses a group whose parts it cannot read", async () => {
  const cases: readonly (readonly [Readonly<Record<string, unknown>>, string])[] = [
    [{ ".": group, one: part }, 'two/suite.json"'],
    [{ ".": group, one: part, two: group }, "it must be one suite, and is a group of suites"],
    [{ ".": group, one: part, two: "{" }, "it must be JSON"],
    [{ ".": group, one: part, two: { ...part, models: [] } }, "models: "],
    [{ ".": { ...group, parts: [] } }, "parts: "],
    [{ ".": { ...group, parts: ["../one"] } }, "parts.0: must be 1 to 64 lower-case"],
    [
      { ".": { ...group, parts: ["one", "two", "one"] } },
      'parts.2: must be unique, got "one" twice',
    ],
    [{ ".": { ...group, version: 1 } }, "version"],
    [{ ".": "null" }, "(root): "],
    [{ ".": "[]" }, "(root): "],
  ];
  for (const [files, message] of cases) {
    await withSuites(files, async (folder) => {
      await assertRejects(() => loadSuites(folder), UserError, message, message);
    });
  }
});
