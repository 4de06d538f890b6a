import { assert, assertEquals, assertRejects } from "@std/assert";
import { DataError } from "../../../src/data/error.ts";
import { readPart } from "../../../src/data/readers/mod.ts";
import { sha256 } from "../../../src/data/hash.ts";

const part = { reader: "digits", name: "digits" } as const;
const locate = (path: string) => path;

Deno.test("readDigits() gives the bytes that the manifest freezes, in shared memory", async () => {
  const read = await readPart(part, { locate, shape: [28, 28, 1] });
  assert(read.part.kind === "array" && read.part.bytes.kind === "memory");
  const { bytes } = read.part.bytes;
  assert(bytes.buffer instanceof SharedArrayBuffer);
  assertEquals([read.count, bytes.length], [10_000, 10_000 * 784]);
  // The pixels and labels of the package, hashed when the models were trained.
  assertEquals(
    sha256(bytes),
    "0768d16c5adea568dee18fa5e4e1acb117e9ec2c5d6b1dffe5fc29c1e61c1eca",
  );
  assertEquals(
    sha256(Uint8Array.from(read.labels!)),
    "44e605757823cf79c6557e6d2a7f45c693b286e8cd303ea10339b002801b4916",
  );
});

Deno.test("readPart() refuses digits of another shape", async () => {
  await assertRejects(
    () => readPart(part, { locate, shape: [32, 32, 3] }),
    DataError,
    "mnist 1.1.0: its samples must have the shape of the data set, [32, 32, 3], got [28, 28, 1]",
  );
});
