import { assert, assertEquals, assertRejects } from "@std/assert";
import { packTar } from "modern-tar";
import type { DatasetManifest } from "../../../src/data/dataset_schema.ts";
import { DataError } from "../../../src/data/error.ts";
import {
  fetchDataset,
  type FetchOptions,
  type FetchOutcome,
} from "../../../src/data/fetch/fetch_dataset.ts";
import {
  described,
  gzip,
  manifestOf,
  pathsBelow,
  serveBytes,
  sha256,
  someBytes,
  withServer,
} from "./server.ts";

const text = someBytes(5000);
const model = someBytes(777);
const files = [
  { name: "set/data.bin", content: text },
  { name: "set/person/1.jpg", content: text.subarray(0, 900) },
  { name: "set/non_person/2.jpg", content: text.subarray(0, 800) },
];

async function archiveOf(
  entries: readonly { readonly name: string; readonly content: Uint8Array }[],
): Promise<Uint8Array<ArrayBuffer>> {
  return await gzip(
    await packTar(entries.map(({ name, content }) => ({
      header: { name, size: content.length, mtime: new Date(0) },
      body: content,
    }))),
  );
}

const packed = await archiveOf(files);
const evil = await archiveOf([...files, { name: "set/../../evil", content: text }]);
const served: Readonly<Record<string, Uint8Array<ArrayBuffer>>> = {
  "/text.bin": text,
  "/model.tflite": model,
  "/set.tar.gz": packed,
  "/evil.tar.gz": evil,
};

function answer(request: Request): Response {
  const bytes = served[new URL(request.url).pathname];
  return bytes === undefined ? new Response(null, { status: 404 }) : serveBytes(request, bytes);
}

/** Fetches without a terminal; what progress was told, a line an event, and what was asked. */
async function run(
  manifest: DatasetManifest,
  dataDir: string,
  options: Partial<FetchOptions> = {},
): Promise<{ outcome: FetchOutcome; told: readonly string[] }> {
  const told: string[] = [];
  let done = 0;
  const outcome = await fetchDataset(manifest, {
    dataDir,
    ask: () => {
      throw new Error("It must not ask");
    },
    progress: {
      begin: (what, bytes) => {
        done = 0;
        told.push(`${what} ${bytes}`);
      },
      advance: (bytes) => done += bytes,
      end: (whole) => told.push(`${done} ${whole}`),
    },
    wait: () => Promise.resolve(),
    ...options,
  });
  return { outcome, told };
}

Deno.test("fetchDataset() gets what is missing, and nothing the next time", async () => {
  await withServer(answer, async ({ url, dir, asked }) => {
    const manifest = manifestOf({
      files: [
        { path: "a/text.bin", ...described(text), url: `${url}/text.bin` },
        { path: "a/model.tflite", ...described(model), url: `${url}/model.tflite` },
      ],
    });
    await Deno.mkdir(`${dir}/a`);
    await Deno.writeFile(`${dir}/a/model.tflite`, model);
    const { outcome, told } = await run(manifest, dir);
    assertEquals(outcome, {
      kind: "done",
      there: ["a/model.tflite"],
      fetched: ["a/text.bin"],
      byHand: [],
    });
    assertEquals(told, ["text.bin 5000", "5000 true"]);
    assertEquals(await Deno.readFile(`${dir}/a/text.bin`), text);
    const again = await run(manifest, dir);
    assertEquals(again.outcome, {
      kind: "done",
      there: ["a/text.bin", "a/model.tflite"],
      fetched: [],
      byHand: [],
    });
    assertEquals(asked.map(({ path }) => path), ["/text.bin"]);
  });
});

Deno.test("fetchDataset() replaces a file that is not the one of the manifest", async () => {
  const other = text.slice();
  other[0]! ^= 1;
  for (const wrong of [other, text.subarray(1), new Uint8Array()]) {
    await withServer(answer, async ({ url, dir }) => {
      const file = { path: "text.bin", ...described(text), url: `${url}/text.bin` };
      await Deno.writeFile(`${dir}/text.bin`, wrong);
      await run(manifestOf({ files: [file] }), dir);
      assertEquals(await Deno.readFile(`${dir}/text.bin`), text);
    });
  }
});

Deno.test("fetchDataset() takes a .gz that was packed otherwise for what it holds", async () => {
  await withServer(answer, async ({ url, dir, asked }) => {
    const file = {
      path: "text.gz",
      ...described(model),
      url: `${url}/model.tflite`,
      content: sha256(text),
      contentBytes: text.length,
    };
    await Deno.writeFile(`${dir}/text.gz`, await gzip(text));
    const { outcome } = await run(manifestOf({ files: [file] }), dir);
    assert(outcome.kind === "done");
    assertEquals(outcome.there, ["text.gz"]);
    assertEquals(asked, []);
    // What holds something else is fetched.
    await Deno.writeFile(`${dir}/text.gz`, await gzip(model));
    await run(manifestOf({ files: [file] }), dir);
    assertEquals(await Deno.readFile(`${dir}/text.gz`), model);
  });
});

Deno.test("fetchDataset() downloads an archive once for all that is taken from it", async () => {
  await withServer(answer, async ({ url, dir, asked }) => {
    const archive = { url: `${url}/set.tar.gz`, ...described(packed), member: "set/data.bin" };
    const first = text.subarray(0, 1000);
    const manifest = manifestOf({
      files: [
        { path: "a/all.bin", ...described(text), archive },
        { path: "a/first.bin", ...described(first), archive: { ...archive, firstBytes: 1000 } },
      ],
      folders: [{
        path: "pictures",
        url: archive.url,
        ...described(packed),
        member: "set",
        files: 3,
      }],
    });
    const { outcome, told } = await run(manifest, dir);
    assert(outcome.kind === "done");
    assertEquals(outcome.fetched, ["a/all.bin", "a/first.bin", "pictures"]);
    assertEquals(asked.length, 1);
    assertEquals(told.filter((_, at) => at % 2 === 0), [
      `set.tar.gz ${packed.length}`,
      `unpack a/all.bin ${packed.length}`,
      `unpack a/first.bin ${packed.length}`,
      `unpack pictures ${packed.length}`,
    ]);
    assertEquals(await pathsBelow(dir), [
      "a",
      "a/all.bin",
      "a/first.bin",
      "pictures",
      "pictures/data.bin",
      "pictures/non_person",
      "pictures/non_person/2.jpg",
      "pictures/person",
      "pictures/person/1.jpg",
    ]);
    assertEquals(await Deno.readFile(`${dir}/a/first.bin`), first);
    const again = await run(manifest, dir);
    assert(again.outcome.kind === "done");
    assertEquals([again.outcome.there.length, asked.length], [3, 1]);
  });
});

Deno.test("fetchDataset() unpacks an archive that an interrupted call has downloaded", async () => {
  await withServer(answer, async ({ url, dir, asked }) => {
    const folder = { path: "set", url: `${url}/set.tar.gz`, ...described(packed), member: "set" };
    await Deno.mkdir(`${dir}/.archives`);
    await Deno.writeFile(`${dir}/.archives/${folder.sha256}.tar.gz`, packed);
    // What the interrupted call had unpacked.
    await Deno.mkdir(`${dir}/set.part/person`, { recursive: true });
    await Deno.writeTextFile(`${dir}/set.part/person/1.jpg`, "half");
    await run(manifestOf({ folders: [folder] }), dir);
    assertEquals(await Deno.readFile(`${dir}/set/person/1.jpg`), text.subarray(0, 900));
    assertEquals(asked, []);
  });
});

Deno.test("fetchDataset() leaves nothing unpacked of an archive that it refuses", async () => {
  const cases = [
    ["/evil.tar.gz", evil, {}, "its names must stay inside its folder"],
    ["/set.tar.gz", packed, { files: 4 }, "it must hold 4 files, got 3"],
    ["/set.tar.gz", packed, { member: "sets" }, 'it must hold files below "sets"'],
  ] as const;
  for (const [path, bytes, change, message] of cases) {
    await withServer(answer, async ({ url, dir }) => {
      const folder = { path: "in/set", url: url + path, ...described(bytes), member: "set" };
      const manifest = manifestOf({ folders: [{ ...folder, ...change }] });
      await assertRejects(() => run(manifest, `${dir}/data`), DataError, message);
      const left = await pathsBelow(dir);
      assertEquals(left.filter((path) => /set|evil/.test(path)), []);
    });
  }
  await withServer(answer, async ({ url, dir }) => {
    const archive = { url: `${url}/set.tar.gz`, ...described(packed), member: "set/data.bin" };
    const manifest = manifestOf({
      files: [{ path: "a.bin", bytes: 5000, sha256: "0".repeat(64), archive }],
    });
    await assertRejects(() => run(manifest, dir), DataError, "its SHA-256 must be 0000");
    assertEquals((await pathsBelow(dir)).filter((path) => path.startsWith("a.bin")), []);
  });
});

Deno.test("fetchDataset() does not unpack over something else", async () => {
  await withServer(answer, async ({ url, dir, asked }) => {
    const folder = { path: "set", url: `${url}/set.tar.gz`, ...described(packed), member: "set" };
    await Deno.mkdir(`${dir}/set`);
    await Deno.writeTextFile(`${dir}/set/mine.txt`, "mine");
    const manifest = manifestOf({ folders: [{ ...folder, files: 3 }] });
    await assertRejects(() => run(manifest, dir), DataError, "nothing else must lie there");
    assertEquals(asked, []);
    assertEquals(await pathsBelow(dir), ["set", "set/mine.txt"]);
  });
});

Deno.test("fetchDataset() says when it cannot unpack there", async () => {
  await withServer(answer, async ({ url, dir }) => {
    const archive = { url: `${url}/set.tar.gz`, ...described(packed), member: "set/data.bin" };
    await Deno.writeTextFile(`${dir}/a`, "a file where a folder must be");
    const manifest = manifestOf({ files: [{ path: "a/all.bin", ...described(text), archive }] });
    await assertRejects(() => run(manifest, dir), DataError, "Cannot ");
  });
});

Deno.test("fetchDataset() names what has no address", async () => {
  await withServer(answer, async ({ url, dir }) => {
    const manifest = manifestOf({
      obtain: "Write to the author",
      files: [
        { path: "text.bin", ...described(text), url: `${url}/text.bin` },
        { path: "secret.bin", ...described(model) },
      ],
    });
    const { outcome } = await run(manifest, dir);
    assertEquals(outcome, {
      kind: "done",
      there: [],
      fetched: ["text.bin"],
      byHand: ["secret.bin"],
    });
  });
});

Deno.test("fetchDataset() asks before more than 200 MB", async () => {
  await withServer(answer, async ({ url, dir, asked }) => {
    const big = (bytes: number) =>
      manifestOf({
        files: [{ path: "big.bin", bytes, sha256: "0".repeat(64), url: `${url}/text.bin` }],
      });
    const questions: number[] = [];
    const no = {
      ask: (bytes: number) => {
        questions.push(bytes);
        return false;
      },
    };
    const { outcome, told } = await run(big(200_000_001), dir, no);
    assertEquals([outcome, told, questions], [{ kind: "declined" }, [], [200_000_001]]);
    assertEquals([asked.length, await pathsBelow(dir)], [0, []]);
    // The server has a smaller file, so the answer yes and what needs no answer both end there.
    const yes = { ask: () => Promise.resolve(true) };
    const smaller = "the server offers 5000";
    await assertRejects(() => run(big(200_000_001), dir, yes), DataError, smaller);
    await assertRejects(() => run(big(200_000_000), dir), DataError, smaller);
    assertEquals(asked.length, 2);
  });
});

Deno.test("fetchDataset() tells progress of a download that failed", async () => {
  await withServer(answer, async ({ url, dir }) => {
    const told: string[] = [];
    const progress = {
      begin: (what: string) => told.push(what),
      advance: () => {},
      end: (done: boolean) => told.push(String(done)),
    };
    const file = { path: "none.bin", ...described(text), url: `${url}/none.bin` };
    await assertRejects(
      () => run(manifestOf({ files: [file] }), dir, { progress }),
      DataError,
      "404",
    );
    assertEquals(told, ["none.bin", "false"]);
  });
});
