import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { manifestJsonSchema } from "../../src/data/dataset_schema.ts";
import { DataError } from "../../src/data/error.ts";
import { datasetNames, loadManifest, parseManifest } from "../../src/data/manifests.ts";
import { manifestJson } from "./fetch/server.ts";

const hash = "0".repeat(64);
const file = { path: "a.bin", bytes: 10, sha256: hash, url: "https://example.org/a.bin" };
const archive = { url: "https://example.org/a.tar.gz", bytes: 5, sha256: hash, member: "a/a.bin" };
const folder = { path: "a", url: archive.url, bytes: 5, sha256: hash, member: "a" };

const parse = (change: Record<string, unknown>) =>
  parseManifest(manifestJson(change), "manifest.json");

Deno.test("parseManifest() fills in what a manifest may leave out", () => {
  const { files, folders, samples } = parse({});
  assertEquals([files, folders, samples.parts.length], [[], [], 1]);
});

Deno.test("parseManifest() names the path and the rule of a wrong field", () => {
  const noAddress = { path: "a.bin", bytes: 10, sha256: hash };
  const inside = "must be a relative path inside the data folder";
  const escapes = [
    "../a",
    "/a",
    "a/../b",
    "a//b",
    "a/",
    "./a",
    "a\\b",
    "C:/a",
    "a:b",
    "a/..",
    "a\0",
  ];
  const cases: readonly (readonly [Record<string, unknown>, string])[] = [
    [{ fils: [] }, "fils"],
    [{ files: [{ ...file, bytes: 0 }] }, "files.0.bytes: "],
    [{ files: [{ ...file, bytes: 2 ** 31 + 1 }] }, "files.0.bytes: "],
    [{ files: [{ ...file, sha256: hash.slice(1) }] }, "files.0.sha256: must be 64"],
    [{ files: [{ ...file, url: "ftp://example.org/a" }] }, "files.0.url: must be an http or https"],
    [{ files: [{ ...file, url: "file:///etc/passwd" }] }, "files.0.url: must be an http or https"],
    [{ files: [{ ...file, archive }] }, "files.0: must have an url or an archive, not both"],
    [{ files: [{ ...file, content: hash }] }, "files.0.contentBytes: must be there where content"],
    [
      { files: [{ ...file, contentBytes: 5 }] },
      "files.0.contentBytes: must be there where content",
    ],
    [
      { files: [{ ...noAddress, archive: { ...archive, firstBytes: 9 } }] },
      "files.0.archive.firstBytes: must be the size of the file, 10, got 9",
    ],
    [
      { files: [{ ...noAddress, archive: { ...archive, member: "../a" } }] },
      `files.0.archive.member: ${inside}`,
    ],
    [{ files: [file, file] }, 'files.1.path: must be unique, got "a.bin" twice'],
    [{ files: [file, { ...file, path: "A.bin" }] }, 'files.1.path: must be unique, got "A.bin"'],
    [{ files: [{ ...file, path: "a" }], folders: [folder] }, "folders.0.path: must be unique"],
    [{ files: [noAddress] }, 'obtain: must say how to get "a.bin", which has no address'],
    [{ files: [{ ...file, path: "a.part" }] }, `files.0.path: ${inside}`],
    ...escapes.map((path) => [{ files: [{ ...file, path }] }, `files.0.path: ${inside}`] as const),
    ...escapes.map((path) =>
      [{ folders: [{ ...folder, path }] }, `folders.0.path: ${inside}`] as const
    ),
  ];
  for (const [change, message] of cases) {
    assertThrows(() => parse(change), DataError, message, JSON.stringify(change));
  }
});

Deno.test("parseManifest() says when a file is not JSON", () => {
  assertThrows(() => parseManifest("{", "x.json"), DataError, 'Cannot read data set "x.json"');
});

Deno.test("every data set that comes with ptqbench has a valid manifest of its name", async () => {
  const names = await datasetNames();
  assertEquals(names, [
    "digits",
    "fashion-mnist",
    "mlperf-tiny-anomaly",
    "mlperf-tiny-images",
    "mlperf-tiny-keywords",
    "mlperf-tiny-wakewords",
  ]);
  for (const name of names) {
    const manifest = await loadManifest(name);
    assertEquals([manifest.name, manifest.$schema], [name, "../manifest.schema.json"]);
    // What its parts read is what it checks.
    const checked = [...manifest.files, ...manifest.folders].map(({ path }) => path);
    const read = manifest.samples.parts.flatMap((part) => {
      switch (part.reader) {
        case "digits":
          return [];
        case "idx":
        case "npy":
          return [part.values, ...(part.labels === undefined ? [] : [part.labels])];
        case "images":
        case "wav":
          return [part.folder];
        default:
          return [part.file];
      }
    });
    assertEquals(read.filter((path) => !checked.includes(path)), [], name);
  }
});

Deno.test("the step of the keywords is the float32 scale of the model's input", async () => {
  const { samples } = await loadManifest("mlperf-tiny-keywords");
  // As kws_dscnn_int8.tflite holds it.
  const step = samples.step!;
  assertEquals(Math.fround(step), 0.5847029089927673);
  const [part] = samples.parts;
  assertEquals(part?.reader === "npy" && part.codes, { scale: step, zeroPoint: 83 });
});

Deno.test("loadManifest() reads a folder of one's own, and names what there is", async () => {
  const dir = await Deno.makeTempDir();
  await Deno.writeTextFile(`${dir}/manifest.json`, manifestJson());
  assertEquals((await loadManifest(dir)).name, "mine");
  assertEquals((await loadManifest(`${dir}/manifest.json`)).name, "mine");
  await Deno.truncate(`${dir}/manifest.json`, 5_000_000);
  await assertRejects(() => loadManifest(dir), DataError, "it must have at most 4000000 bytes");
  await Deno.remove(dir, { recursive: true });
  const hint = 'did you mean "fashion-mnist"?';
  await assertRejects(() => loadManifest("fashion-mnis"), DataError, hint);
});

Deno.test("datasets/manifest.schema.json is the schema that parseManifest() checks", async () => {
  const schema = new URL("../../datasets/manifest.schema.json", import.meta.url);
  assertEquals(JSON.parse(await Deno.readTextFile(schema)), manifestJsonSchema());
});
