import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { fromFileUrl, join } from "@std/path";

const modules = new URL("../../src/cli/run_folder.ts", import.meta.url);
const config = fromFileUrl(new URL("../../deno.json", import.meta.url));

/** What runFolder() says in that working folder: `reports/` is below it. */
async function runFolderIn(cwd: string, resume: boolean): Promise<string> {
  const name = JSON.stringify({ suite: "s", mode: "quick", configuration: "abc" });
  const code = `import { runFolder } from "${modules}";
    console.log(await runFolder(${name}, { resume: ${resume} }).catch((error) => error.message));`;
  const { stdout, stderr, success } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--no-lock", "--config", config, code],
    cwd,
    env: { NO_COLOR: "1" },
  }).output();
  assertEquals(success, true, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout).trim();
}

Deno.test("runFolder() names a new run, and finds the newest of that configuration", async () => {
  const root = await Deno.makeTempDir();
  const write = async (path: string) => {
    await Deno.mkdir(join(root, "reports", "s", path), { recursive: true });
    await Deno.writeTextFile(join(root, "reports", "s", path, "journal.jsonl"), "");
  };
  const [fresh, none] = await Promise.all([runFolderIn(root, false), runFolderIn(root, true)]);
  assertMatch(fresh, /^reports.s.\d{8}-\d{6}-quick-abc$/);
  assertStringIncludes(none, "Cannot resume: no run under");
  assertStringIncludes(none, "(abc); give the options of that run");

  await write("20260101-000000-quick-other");
  assertStringIncludes(await runFolderIn(root, true), "there are 20260101-000000-quick-other");
  await write("20260101-000000-quick-abc");
  await write("20260103-000000-quick-abc/part"); // a group: journals one folder deeper
  await Deno.mkdir(join(root, "reports", "s", "20260104-000000-quick-abc")); // nothing to go on with
  assertEquals(
    await runFolderIn(root, true),
    join("reports", "s", "20260103-000000-quick-abc"),
  );
  await Deno.remove(root, { recursive: true });
});
