import { assert, assertEquals } from "@std/assert";
import { zipSync } from "fflate";
import type { PartDescription } from "../../../src/data/dataset_schema.ts";
import {
  fromBase64,
  golden,
  npy,
  readFrom,
  type Refusal,
  refusalOf,
  valuesOf,
  withFiles,
} from "../files/files.ts";

type NpzPart = Extract<PartDescription, { reader: "npz" }>;

const part: NpzPart = { reader: "npz", name: "a", file: "a.npz", values: "x", order: "as-stored" };
const labelled: NpzPart = { ...part, labels: "y" };
const x = npy({}, Uint8Array.of(0, 1, 2, 3, 4, 5));
const y = npy({ shape: "(3,)" }, Uint8Array.of(1, 0, 1));

function zip(
  files: Readonly<Record<string, Uint8Array>>,
  level: 0 | 6 = 6,
): Uint8Array<ArrayBuffer> {
  return new Uint8Array(zipSync({ ...files }, { level }));
}

/** The directory entry of the first file with another number in it. */
function withDirectory(
  bytes: Uint8Array<ArrayBuffer>,
  at: number,
  value: number,
): Uint8Array<ArrayBuffer> {
  const copy = bytes.slice();
  const view = new DataView(copy.buffer);
  const directory = view.getUint32(copy.length - 22 + 16, true);
  view.setUint32(directory + at, value, true);
  return copy;
}

Deno.test("readNpz() reads what NumPy wrote, stored and deflated", async () => {
  for (const file of [golden.npz.stored, golden.npz.deflated]) {
    await withFiles({ "a.npz": fromBase64(file) }, async (folder) => {
      const read = await readFrom(folder, labelled, [3]);
      assertEquals(valuesOf(read, [3]), [0, 1, 2, 3, 4, 5]);
      assertEquals([...read.labels!], [1, 0]);
      assert(read.part.kind === "array" && read.part.bytes.kind === "memory");
      assert(read.part.bytes.bytes.buffer instanceof SharedArrayBuffer);
    });
  }
});

Deno.test("readNpz() reads arrays of many pieces", async () => {
  const bytes = Uint8Array.from({ length: 400_000 }, (_, at) => at * 7919 >> 3);
  for (const level of [0, 6] as const) {
    const file = zip({ "x.npy": npy({ shape: "(400, 1000)" }, bytes) }, level);
    await withFiles({ "a.npz": file }, async (folder) => {
      const values = valuesOf(await readFrom(folder, part, [1000]), [1000]);
      assertEquals(values.join(), bytes.join());
    });
  }
});

Deno.test("readNpz() refuses what it cannot read", async () => {
  const at = "Cannot read {folder}/a.npz: ";
  const good = zip({ "x.npy": x, "y.npy": y });
  const stored = zip({ "x.npy": x }, 0);
  const damaged = stored.slice();
  damaged[30 + 5 + x.length - 1]! ^= 1;
  const bomb = withDirectory(zip({ "x.npy": new Uint8Array(10_000_000) }), 24, 100);
  const cases: readonly (Partial<Refusal> & { readonly message: string })[] = [
    { files: {}, message: `${at}there is no such file` },
    { files: { "a.npz": "" }, message: `${at}it must be a zip archive` },
    { files: { "a.npz": x }, message: `${at}it must be a zip archive` },
    {
      files: { "a.npz": good.subarray(0, -1) },
      message: `${at}it must be a zip archive; it is cut off`,
    },
    { files: { "a.npz": good.subarray(1) }, message: `${at}its directory must` },
    { part: { ...part, values: "z" }, message: `${at}it has no array "z"; there are: "x", "y"` },
    { part: { ...part, labels: "z" }, message: `${at}it has no array "z"` },
    { files: { "a.npz": zip({}) }, message: `${at}it has no array "x"; there are: none` },
    { files: { "a.npz": damaged }, message: `${at}"x.npy" must unpack to` },
    { files: { "a.npz": bomb }, message: `${at}"x.npy" must unpack to 100 bytes` },
    {
      files: { "a.npz": withDirectory(good, 24, 5000) },
      message: `${at}"x.npy" must unpack to 5000 bytes`,
    },
    {
      files: { "a.npz": withDirectory(good, 24, 2 ** 30 - 1) },
      message: `Cannot read {folder}/a.npz/x.npy: the directory says`,
    },
    {
      files: { "a.npz": withDirectory(good, 24, 2 ** 31) },
      message:
        `${at}the arrays of an archive may have 1073741824 bytes, got 2147483648; save them with numpy.save as .npy`,
    },
    {
      files: { "a.npz": withDirectory(good, 20, 2 ** 31) },
      message: `the directory says 2147483648 bytes`,
    },
    {
      files: { "a.npz": withDirectory(good, 42, 2 ** 31) },
      message: `${at}the header of "x.npy" must be where`,
    },
    {
      files: { "a.npz": withDirectory(good, 42, 1) },
      message: `${at}the header of "x.npy" must be where`,
    },
    {
      files: { "a.npz": withDirectory(good, 0, 0) },
      message: `${at}its directory must list 2 files; it is damaged`,
    },
    {
      files: { "a.npz": withDirectory(good, 8, 1 << 16 | 1) },
      message: `"x.npy" must be stored or deflated, got method`,
    },
    {
      files: { "a.npz": withDirectory(good, 8, 14 << 16) },
      message: `"x.npy" must be stored or deflated, got method 14`,
    },
    {
      files: { "a.npz": zip({ "x.npy": x.subarray(0, -1) }) },
      message: `Cannot read {folder}/a.npz/x.npy: its header makes it ${x.length} bytes long, got ${
        x.length - 1
      }`,
    },
    {
      files: { "a.npz": zip({ "x.npy": npy({ descr: "'|O'" }, y) }) },
      message: "it holds Python objects (a pickle)",
    },
    {
      part: labelled,
      message:
        "Cannot read {folder}/a.npz/y.npy: it must have a label for each of the 2 samples of {folder}/a.npz/x.npy, got 3",
    },
    {
      shape: [2],
      message:
        "Cannot read {folder}/a.npz/x.npy: its samples must have the shape of the data set, [2], got [3]",
    },
  ];
  for (const { message, ...row } of cases) {
    const found = await refusalOf({ part, shape: [3], files: { "a.npz": good }, ...row });
    assertEquals(found?.includes(message), true, `${found}\nmust have\n${message}`);
  }
});
