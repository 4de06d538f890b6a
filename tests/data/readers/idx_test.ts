import { gzipSync } from "node:zlib";
import { assert, assertEquals } from "@std/assert";
import type { PartDescription } from "../../../src/data/dataset_schema.ts";
import {
  idx,
  joined,
  readFrom,
  type Refusal,
  refusalOf,
  sourceOf,
  valuesOf,
  withFiles,
} from "../files/files.ts";

type IdxPart = Extract<PartDescription, { reader: "idx" }>;

const part: IdxPart = { reader: "idx", name: "a", values: "x" };
const labelled: IdxPart = { ...part, labels: "y" };
const six = Uint8Array.of(1, 2, 3, 4, 5, 255);
const x = idx([2, 3, 1], six);
const y = idx([2], Uint8Array.of(9, 0));

function gzip(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(gzipSync(bytes));
}

Deno.test("readIdx() reads plain files from disk and gzipped ones into shared memory", async () => {
  const cases = [
    { files: { x, y }, kind: "file" },
    { files: { x: gzip(x), y: gzip(y) }, kind: "memory" },
    { files: { x: gzip(x), y }, kind: "memory" },
  ];
  for (const { files, kind } of cases) {
    await withFiles(files, async (folder) => {
      const read = await readFrom(folder, labelled, [3, 1]);
      assert(read.part.kind === "array" && read.part.bytes.kind === kind);
      if (read.part.bytes.kind === "memory") {
        assert(read.part.bytes.bytes.buffer instanceof SharedArrayBuffer);
      }
      assert(read.labels?.buffer instanceof SharedArrayBuffer);
      assertEquals(valuesOf(read, [3, 1]), [...six]);
      assertEquals(sourceOf(read, [3, 1]).labels([1, 0]), Uint16Array.of(0, 9));
    });
  }
});

Deno.test("readIdx() reads many pieces of a gzipped file", async () => {
  const bytes = Uint8Array.from({ length: 300_000 }, (_, at) => at * 7919 >> 3);
  await withFiles({ x: gzip(idx([300, 1000], bytes)) }, async (folder) => {
    const values = valuesOf(await readFrom(folder, part, [1000]), [1000]);
    assertEquals(values.join(), bytes.join());
  });
});

Deno.test("readIdx() refuses what it cannot read", async () => {
  const at = "Cannot read {folder}/x: ";
  // As little as can hold what its header says.
  const large = new Uint8Array(
    gzipSync(idx([2 ** 30, 3], new Uint8Array(3_200_000)), { level: 0 }),
  );
  const bomb = gzip(joined(x, new Uint8Array(10_000_000)));
  const cases: readonly (Partial<Refusal> & { readonly message: string })[] = [
    { files: {}, message: `${at}there is no such file` },
    { files: { x: "" }, message: `${at}it must be an IDX file` },
    {
      files: { x: "hello" },
      message: `${at}it must be an IDX file, got one that starts with 104,101,108,108`,
    },
    {
      files: { x: x.with(2, 13) },
      message: `${at}it must be an IDX file of unsigned bytes (type 8), got type 13`,
    },
    { files: { x: x.with(3, 0) }, message: `${at}it must have 1 to 5 axes, got 0` },
    { files: { x: x.with(3, 6) }, message: `${at}it must have 1 to 5 axes, got 6` },
    {
      files: { x: x.subarray(0, 9) },
      message: `${at}its header must have 16 bytes, got 9; it is cut off`,
    },
    { files: { x: x.subarray(0, -1) }, message: `${at}its header makes it 22 bytes long, got 21` },
    { files: { x: joined(x, six) }, message: `${at}its header makes it 22 bytes long, got 28` },
    { files: { x: idx([2 ** 31, 2 ** 31], six) }, message: `${at}its array must be smaller` },
    {
      files: { x: gzip(x.subarray(0, -1)) },
      message: `${at}its header makes it 22 bytes long, got 21`,
    },
    { files: { x: bomb }, message: `${at}its header makes it 22 bytes long, got more` },
    {
      files: { x: gzip(idx([2 ** 31, 3], six)) },
      message: `${at}its header asks for 6442450944 bytes, which`,
    },
    {
      files: { x: large },
      message:
        `${at}a gzipped file may hold 1073741824 bytes, got 3221225472; unpack it with gunzip`,
    },
    {
      files: { x: gzip(x).subarray(0, -6) },
      message: `${at}its compressed bytes are damaged, cut off`,
    },
    {
      files: { x: joined(gzip(x), six) },
      message: `${at}its compressed bytes are damaged, cut off or followed by others`,
    },
    {
      files: { x: gzip(x).map((byte, index, all) => index === all.length - 7 ? byte ^ 1 : byte) },
      message: "compressed bytes are damaged",
    },
    {
      files: { x: idx([0, 3], six.subarray(0, 0)) },
      message: `${at}it must hold 1 to 16777216 samples, got 0`,
    },
    {
      shape: [3, 2],
      message: `${at}its samples must have the shape of the data set, [3, 2], got [3, 1]`,
    },
    {
      part: labelled,
      files: { x, y: idx([3], six.subarray(0, 3)) },
      message:
        "Cannot read {folder}/y: it must have a label for each of the 2 samples of {folder}/x, got 3",
    },
    {
      part: labelled,
      files: { x, y: x },
      message: "Cannot read {folder}/y: labels must have one axis, got sizes [2, 3, 1]",
    },
  ];
  for (const { message, ...row } of cases) {
    const found = await refusalOf({ part, shape: [3, 1], files: { x }, ...row });
    assertEquals(found?.includes(message), true, `${found}\nmust have\n${message}`);
  }
});
