import { assertEquals, assertRejects } from "@std/assert";
import { DataError } from "../../../src/data/error.ts";
import { locateFiles } from "../../../src/data/fetch/locate.ts";
import { datasetNames, loadManifest } from "../../../src/data/manifests.ts";
import { sharedData } from "../../shared_data.ts";
import { described, gzip, manifestOf, sha256, someBytes } from "./server.ts";

const text = someBytes(3000);
const url = "https://example.org/a.bin";
const manifest = manifestOf({
  obtain: "Write to the author.",
  files: [
    { path: "a/1.bin", ...described(text), url },
    { path: "a/2.bin", ...described(text) },
    {
      path: "a/3.gz",
      ...described(someBytes(10)),
      content: sha256(text),
      contentBytes: text.length,
      url,
    },
  ],
  folders: [{ path: "b", ...described(text), url, member: "b", files: 1 }],
});

/** A folder with all of the manifest, for one test. */
async function withData(test: (dir: string) => Promise<void>): Promise<void> {
  const dir = await Deno.makeTempDir();
  for (const folder of ["a", "b/c"]) await Deno.mkdir(`${dir}/${folder}`, { recursive: true });
  for (const file of ["a/1.bin", "a/2.bin", "b/c/4.bin"]) {
    await Deno.writeFile(`${dir}/${file}`, text);
  }
  await Deno.writeFile(`${dir}/a/3.gz`, await gzip(text));
  try {
    await test(dir);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

Deno.test("locateFiles() says where all files and folders lie", async () => {
  await withData(async (dir) => {
    const found = await locateFiles(manifest, dir);
    const paths = ["a/1.bin", "a/2.bin", "a/3.gz", "b"];
    assertEquals([...found], paths.map((path) => [path, `${dir}/${path}`]));
  });
});

Deno.test("locateFiles() names what is missing or wrong, and what to do", async () => {
  const other = text.slice();
  other[5]! ^= 1;
  const fetch = (dir: string) => `Type: deno task fetch mine --data-dir ${dir}`;
  const obtain = () => 'Without an address to download from: "a/2.bin". Write to the author.';
  const cases: readonly (readonly [
    (dir: string) => Promise<unknown>,
    string,
    (dir: string) => string,
  ])[] = [
    [(dir) => Deno.remove(`${dir}/a/1.bin`), '"a/1.bin": it is not there', fetch],
    [(dir) => Deno.remove(`${dir}/a/2.bin`), '"a/2.bin": it is not there', obtain],
    [
      (dir) => Deno.writeFile(`${dir}/a/1.bin`, text.subarray(1)),
      '"a/1.bin": it must have 3000 bytes, got 2999',
      fetch,
    ],
    [
      (dir) => Deno.writeFile(`${dir}/a/2.bin`, other),
      `"a/2.bin": its SHA-256 must be ${sha256(text)}, it is another`,
      obtain,
    ],
    [
      async (dir) => await Deno.writeFile(`${dir}/a/3.gz`, await gzip(other)),
      `"a/3.gz": what it holds must have the SHA-256 ${sha256(text)}, it has another`,
      fetch,
    ],
    [
      (dir) => Deno.writeFile(`${dir}/a/3.gz`, other),
      '"a/3.gz": it must be a .gz of 3000 bytes, it is not',
      fetch,
    ],
    [
      // Far more than it may hold.
      async (dir) => await Deno.writeFile(`${dir}/a/3.gz`, await gzip(new Uint8Array(50_000_000))),
      '"a/3.gz": it must be a .gz of 3000 bytes, it is not',
      fetch,
    ],
    [
      async (dir) => {
        await Deno.remove(`${dir}/a/1.bin`);
        await Deno.mkdir(`${dir}/a/1.bin`);
      },
      '"a/1.bin": it must be a file',
      fetch,
    ],
    [(dir) => Deno.remove(`${dir}/b`, { recursive: true }), '"b": it is not there', fetch],
    [(dir) => Deno.remove(`${dir}/b/c/4.bin`), '"b": it must hold 1 files, got 0', fetch],
    [
      async (dir) => {
        await Deno.remove(`${dir}/b`, { recursive: true });
        await Deno.writeFile(`${dir}/b`, text);
      },
      '"b": it must be a folder',
      fetch,
    ],
  ];
  for (const [damage, problem, advice] of cases) {
    await withData(async (dir) => {
      await damage(dir);
      const lines = [
        `Cannot use data set "mine": all its files must be in "${dir}"`,
        `  ${problem}`,
        advice(dir),
      ];
      const error = await assertRejects(() => locateFiles(manifest, dir), DataError);
      assertEquals(error.message.split("\n"), lines);
    });
  }
});

Deno.test("locateFiles() names all that is missing at once, and the name that was typed", async () => {
  const error = await assertRejects(
    () => locateFiles(manifest, "/no such folder", { name: "own/data" }),
    DataError,
  );
  assertEquals(error.message.split("\n").length, 7);
  assertEquals(
    error.message.split("\n")[5],
    'Type: deno task fetch own/data --data-dir "/no such folder"',
  );
});

const shared = sharedData(".");
const notShared = ["mlperf-tiny-wakewords"];

for (const name of await datasetNames()) {
  Deno.test({
    name: `locateFiles() accepts data set ${name}: needs shared data`,
    ignore: shared === undefined || notShared.includes(name),
    async fn() {
      const manifest = await loadManifest(name);
      const found = await locateFiles(manifest, shared!);
      assertEquals([...found.keys()], manifest.files.map(({ path }) => path));
    },
  });
}
