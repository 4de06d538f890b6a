import { assertEquals } from "@std/assert";
import type { PartDescription } from "../../../src/data/dataset_schema.ts";
import {
  fromBase64,
  golden,
  joined,
  npy,
  readFrom,
  type Refusal,
  refusalOf,
  valuesOf,
  withFiles,
} from "../files/files.ts";

type NpyPart = Extract<PartDescription, { reader: "npy" }>;

const part: NpyPart = { reader: "npy", name: "a", values: "x.npy", order: "as-stored" };
const labelled: NpyPart = { ...part, labels: "y.npy" };
const six = Uint8Array.of(1, 2, 3, 4, 5, 6);
const x = npy({}, six);

Deno.test("readNpy() reads what NumPy wrote, in each version", async () => {
  const floats = [1.5, -2, 0.25, 3, Math.fround(1e-3), -7];
  const cases = [
    [golden.npy.version1_float64, floats],
    [golden.npy.version2_int16, [-300, 2, 0, 4, 32767, 1]],
    [golden.npy.version3_float32, floats],
  ] as const;
  for (const [file, expected] of cases) {
    await withFiles({ "x.npy": fromBase64(file) }, async (folder) => {
      const read = await readFrom(folder, part, [3]);
      assertEquals(valuesOf(read, [3]), expected);
      assertEquals(
        read.part.kind === "array" && read.part.bytes,
        { kind: "file", path: `${folder}/x.npy` },
      );
    });
  }
});

Deno.test("readNpy() takes labels of any integers, and axes of 1", async () => {
  const cases = [
    ["'|u1'", "(2,)", [7, 255], [7, 255]],
    ["'|i1'", "(2, 1)", [7, 127], [7, 127]],
    ["'<u2'", "(2,)", [1, 1, 254, 255], [257, 65534]],
    ["'<i2'", "(2,)", [1, 1, 2, 0], [257, 2]],
    ["'<u4'", "(2,)", [1, 1, 0, 0, 2, 0, 0, 0], [257, 2]],
    ["'<i4'", "(2,)", [1, 1, 0, 0, 2, 0, 0, 0], [257, 2]],
    ["'<u8'", "(2,)", [1, 1, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0], [257, 2]],
    ["'<i8'", "(2,)", [1, 1, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0], [257, 2]],
  ] as const;
  for (const [descr, shape, bytes, expected] of cases) {
    const y = npy({ descr, shape }, Uint8Array.from(bytes));
    await withFiles({ "x.npy": x, "y.npy": y }, async (folder) => {
      const { labels, count } = await readFrom(folder, labelled, [3, 1]);
      assertEquals([count, ...labels!], [2, ...expected], descr);
    });
  }
});

Deno.test("readNpy() weaves planes and turns codes into values", async () => {
  const planes = npy({ shape: "(1, 3, 1, 2)" }, six);
  await withFiles({ "x.npy": planes }, async (folder) => {
    const woven = await readFrom(folder, { ...part, order: "planes-first" }, [1, 2, 3]);
    assertEquals(valuesOf(woven, [1, 2, 3]), [1, 3, 5, 2, 4, 6]);
  });
  const codes = npy({ descr: "'|i1'" }, Uint8Array.of(128, 255, 0, 1, 83, 127));
  await withFiles({ "x.npy": codes }, async (folder) => {
    const coded = { ...part, codes: { scale: 0.1, zeroPoint: 83 } };
    const step = Math.fround(0.1);
    assertEquals(
      valuesOf(await readFrom(folder, coded, [3]), [3]),
      [-128, -1, 0, 1, 83, 127].map((code) => Math.fround(step * (code - 83))),
    );
  });
});

Deno.test("readNpy() refuses what it cannot read", async () => {
  const at = "Cannot read {folder}/x.npy: ";
  const labelsAt = "Cannot read {folder}/y.npy: ";
  const cases: readonly (Partial<Refusal> & { readonly message: string })[] = [
    { files: {}, message: `${at}there is no such file` },
    { files: { "x.npy/": "" }, message: `${at}it must be a file, got a folder` },
    {
      files: { "x.npy": "" },
      message: `${at}it must be a NumPy file, got one that starts with nothing`,
    },
    {
      files: { "x.npy": "hello" },
      message: `${at}it must be a NumPy file, got one that starts with bytes 68 65`,
    },
    {
      files: { "x.npy": x.with(6, 4) },
      message: `${at}it must be a NumPy file of version 1 to 3, got 4`,
    },
    {
      files: { "x.npy": x.subarray(0, 9) },
      message: `${at}it must have its whole header, got the first 9 bytes`,
    },
    {
      files: { "x.npy": x.subarray(0, 40) },
      message: `${at}it must have its whole header, got the first 40`,
    },
    {
      files: { "x.npy": x.subarray(0, -1) },
      message: `${at}its header makes it ${x.length} bytes long, got ${
        x.length - 1
      }; it is cut off`,
    },
    { files: { "x.npy": joined(x, six) }, message: `got ${x.length + 6}; save one array a file` },
    {
      files: { "x.npy": x.with(6, 2) },
      message: `${at}its header must be at most 65535 bytes, got `,
    },
    {
      files: { "x.npy": npy({ descr: "'|O'" }, six) },
      message: `${at}it holds Python objects (a pickle)`,
    },
    {
      files: { "x.npy": npy({ descr: "[('a', '<f4')]" }, six) },
      message: `${at}it holds structured elements`,
    },
    { files: { "x.npy": npy({ descr: "'<U3'" }, six) }, message: `${at}it holds text` },
    { files: { "x.npy": npy({ descr: "'|b1'" }, six) }, message: `${at}it holds truth values` },
    { files: { "x.npy": npy({ descr: "'<c8'" }, six) }, message: `${at}it holds complex numbers` },
    {
      files: { "x.npy": npy({ descr: "'>f4'" }, six) },
      message: `little-endian, got big-endian ">f4"; save it with astype("<f4")`,
    },
    {
      files: { "x.npy": npy({ descr: "'<f16'" }, six) },
      message: `${at}its elements must be numbers, got type "<f16"`,
    },
    {
      files: { "x.npy": npy({ descr: "'<u4'" }, new Uint8Array(24)) },
      message: `samples must be float32, float64, int8, uint8 or int16, got "<u4"`,
    },
    {
      files: { "x.npy": npy({ fortran: "True" }, six) },
      message: `${at}its array must be row-major, got Fortran order`,
    },
    {
      files: { "x.npy": npy({ fortran: "1" }, six) },
      message: `${at}its header must say fortran_order`,
    },
    { files: { "x.npy": npy({ shape: "None" }, six) }, message: `${at}its header must say shape` },
    {
      files: { "x.npy": npy({ shape: "(4294967296, 4294967296)" }, six) },
      message: `${at}its array must be smaller`,
    },
    { files: { "x.npy": npy({ shape: "(6000000000000,)" }, six) }, message: "it is cut off" },
    {
      files: { "x.npy": npy({ shape: "()" }, six.subarray(0, 1)) },
      message: "it must hold 1 to 16777216 samples, got 0",
    },
    {
      files: { "x.npy": npy({ shape: "(0, 3)" }, six.subarray(0, 0)) },
      message: "it must hold 1 to 16777216 samples, got 0",
    },
    { shape: [4], message: `${at}its samples must have the shape of the data set, [4], got [3]` },
    {
      shape: [1, 1, 3],
      files: { "x.npy": npy({ shape: "(2, 3, 1, 1)" }, six) },
      message: `got [3, 1, 1]; if they are stored plane by plane, say "order": "planes-first"`,
    },
    {
      part: { ...part, order: "planes-first" },
      message: "planes-first needs samples of shape [height, width, channels], got [3]",
    },
    {
      part: { ...part, codes: { scale: 1, zeroPoint: -1 } },
      message: "the zero point of uint8 codes must be 0 to 255, got -1",
    },
    {
      files: { "x.npy": npy({ descr: "'<f4'" }, new Uint8Array(24)) },
      part: { ...part, codes: { scale: 1, zeroPoint: 0 } },
      message: "only integers can be codes, got float32",
    },
    { part: labelled, message: `${labelsAt}there is no such file` },
    {
      part: labelled,
      files: { "x.npy": x, "y.npy": npy({ shape: "(3,)" }, six.subarray(0, 3)) },
      message: `${labelsAt}it must have a label for each of the 2 samples of {folder}/x.npy, got 3`,
    },
    {
      part: labelled,
      files: { "x.npy": x, "y.npy": npy({ shape: "(1,)" }, six.subarray(0, 1)) },
      message: "samples of {folder}/x.npy, got 1",
    },
    {
      part: labelled,
      files: { "x.npy": x, "y.npy": npy({ shape: "(2, 2)" }, six.subarray(0, 4)) },
      message: `${labelsAt}labels must have one axis, got shape (2, 2)`,
    },
    {
      part: labelled,
      files: { "x.npy": x, "y.npy": npy({ descr: "'<f4'", shape: "(2,)" }, new Uint8Array(8)) },
      message: `${labelsAt}labels must be integers, got "<f4"`,
    },
    {
      part: labelled,
      files: { "x.npy": x, "y.npy": npy({ descr: "'|i1'", shape: "(2,)" }, Uint8Array.of(0, 255)) },
      message: `${labelsAt}labels must be 0 to 65534, got -1 for sample 1`,
    },
    {
      part: labelled,
      files: {
        "x.npy": x,
        "y.npy": npy({ descr: "'<u2'", shape: "(2,)" }, Uint8Array.of(255, 255, 0, 0)),
      },
      message: "got 65535 for sample 0",
    },
    {
      files: {
        "x.npy": npy(
          { descr: "'<f4'", shape: "(2, 1, 2)" },
          new Uint8Array(Float32Array.of(0, 1, 2, NaN).buffer),
        ),
      },
      shape: [1, 2],
      message: `${at}values must be finite numbers of float32, got NaN at [0, 1] of sample 1`,
    },
    {
      files: {
        "x.npy": npy(
          { descr: "'<f8'", shape: "(1, 2)" },
          new Uint8Array(Float64Array.of(1, -1e39).buffer),
        ),
      },
      shape: [2],
      message: "got -Infinity at [1] of sample 0",
    },
  ];
  for (const { message, ...row } of cases) {
    const found = await refusalOf({ part, shape: [3], files: { "x.npy": x }, ...row });
    assertEquals(found?.includes(message), true, `${found}\nmust have\n${message}`);
  }
});
