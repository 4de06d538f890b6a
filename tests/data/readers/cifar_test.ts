import { assertEquals } from "@std/assert";
import { readFrom, type Refusal, refusalOf, sourceOf, withFiles } from "../files/files.ts";

const part = { reader: "cifar", name: "a", file: "x" } as const;
const shape = [32, 32, 3];

/** Records whose planes are 10, 20 and 30 above the label. */
function records(labels: readonly number[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(3073 * labels.length);
  labels.forEach((label, record) => {
    bytes[record * 3073] = label;
    [10, 20, 30].forEach((value, plane) =>
      bytes.fill(
        value + label,
        record * 3073 + 1 + plane * 1024,
        record * 3073 + 1 + (plane + 1) * 1024,
      )
    );
  });
  return bytes;
}

Deno.test("readCifar() reads labels, and pixels woven", async () => {
  const labels = Array.from({ length: 300 }, (_, index) => index % 10);
  const bytes = records(labels);
  bytes[3073 * 9 + 1 + 1024 + 33] = 99;
  await withFiles({ x: bytes }, async (folder) => {
    const read = await readFrom(folder, part, shape);
    assertEquals([...read.labels!], labels);
    const source = sourceOf(read, shape);
    const last = source.read([299]);
    assertEquals([last.length, ...last.subarray(0, 4)], [3072, 19, 29, 39, 19]);
    // Green of row 1, column 1.
    assertEquals(source.read([9])[(32 + 1) * 3 + 1], 99);
  });
});

Deno.test("readCifar() refuses what it cannot read", async () => {
  const at = "Cannot read {folder}/x: ";
  const cases: readonly (Partial<Refusal> & { readonly message: string })[] = [
    { files: {}, message: `${at}there is no such file` },
    { files: { x: "" }, message: `${at}it must hold 1 to 16777216 samples, got 0` },
    {
      files: { x: records([1]).subarray(1) },
      message: `${at}it must hold whole records of 3073 bytes, got 3072 bytes; it is cut off`,
    },
    { files: { x: records([1, 10]) }, message: `${at}labels must be 0 to 9, got 10 for sample 1` },
    {
      shape: [32, 32, 1],
      message: `${at}CIFAR images are [32, 32, 3], the data set says [32, 32, 1]`,
    },
  ];
  for (const { message, ...row } of cases) {
    const found = await refusalOf({ part, shape, files: { x: records([1]) }, ...row });
    assertEquals(found?.includes(message), true, `${found}\nmust have\n${message}`);
  }
});
