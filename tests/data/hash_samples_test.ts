import { assertEquals, assertThrows } from "@std/assert";
import { DataError } from "../../src/data/error.ts";
import { hashSamples } from "../../src/data/hash_samples.ts";
import type { ArrayPart, SampleStore } from "../../src/data/sample_store.ts";
import { sha256 } from "../../src/data/hash.ts";
import { withFiles } from "./files/files.ts";

const bytes = Uint8Array.of(9, 1, 2, 9, 3, 4, 9);
const array: ArrayPart = {
  kind: "array",
  file: "some bytes",
  count: 2,
  type: "uint8",
  bytes: { kind: "memory", bytes },
  offset: 1,
  stride: 3,
  order: "as-stored",
};
const store: SampleStore = {
  domain: "image",
  shape: [1, 2, 1],
  white: 255,
  step: 1,
  parts: [array],
  labels: undefined,
};
const expected = [sha256(Uint8Array.of(1, 2)), sha256(Uint8Array.of(3, 4))];

Deno.test("hashSamples() hashes samples without what lies between them", async () => {
  assertEquals(hashSamples(store), expected);
  await withFiles({ "a.bin": bytes }, (folder) => {
    const part: ArrayPart = { ...array, bytes: { kind: "file", path: `${folder}/a.bin` } };
    assertEquals(hashSamples({ ...store, parts: [part, array] }), [...expected, ...expected]);
  });
  const wide: ArrayPart = { ...array, type: "int16", offset: 0, stride: 4, count: 1 };
  assertEquals(hashSamples({ ...store, parts: [wide] }), [sha256(bytes.subarray(0, 4))]);
});

Deno.test("hashSamples() hashes files whole, whatever they hold", async () => {
  const large = new Uint8Array(2 ** 20 + 5).fill(7);
  await withFiles({ a: "abc", b: large, c: "" }, (folder) => {
    const paths = ["a", "b", "c"].map((name) => `${folder}/${name}`);
    const images = { ...store, parts: [{ kind: "images", paths }] } as const;
    assertEquals(hashSamples(images), [sha256("abc"), sha256(large), sha256("")]);
    const missing = { ...store, parts: [{ kind: "images", paths: [`${folder}/d`] }] } as const;
    assertThrows(() => hashSamples(missing), DataError, "/d: there is no such file");
    Deno.truncateSync(`${folder}/b`, 2 ** 26 + 1);
    assertThrows(
      () => hashSamples(images),
      DataError,
      "a sample may have 67108864 bytes, got 67108865",
    );
  });
});

Deno.test("hashSamples() reports every 1,000 samples and the last", () => {
  const part: ArrayPart = { ...array, count: 2001, offset: 0, stride: 0 };
  const reports: (readonly [number, number])[] = [];
  hashSamples({ ...store, parts: [part] }, (done, total) => reports.push([done, total]));
  assertEquals(reports, [[1000, 2001], [2000, 2001], [2001, 2001]]);
});
