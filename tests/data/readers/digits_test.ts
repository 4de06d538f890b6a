import { assert, assertEquals, assertRejects } from "@std/assert";
import { DataError } from "../../../src/data/error.ts";
import { readPart } from "../../../src/data/readers/mod.ts";
import { sha256 } from "../../../src/data/split.ts";
import manifest from "../../../datasets/digits/manifest.json" with { type: "json" };

const part = { reader: "digits", name: "digits" } as const;
const locate = (path: string) => path;

Deno.test("readDigits() gives the bytes that the manifest freezes, in shared memory", async () => {
  const read = await readPart(part, { locate, shape: [28, 28, 1] });
  assert(read.part.kind === "array" && read.part.bytes.kind === "memory");
  const { bytes } = read.part.bytes;
  assert(bytes.buffer instanceof SharedArrayBuffer);
  assertEquals([read.count, bytes.length], [10_000, 10_000 * 784]);
  assertEquals(sha256(bytes), manifest.sha256.pixels);
  assertEquals(sha256(Uint8Array.from(read.labels!)), manifest.sha256.labels);
});

Deno.test("readPart() refuses digits of another shape, and WAV files", async () => {
  await assertRejects(
    () => readPart(part, { locate, shape: [32, 32, 3] }),
    DataError,
    "mnist 1.1.0: its samples must have the shape of the data set, [32, 32, 3], got [28, 28, 1]",
  );
  const features = {
    kind: "log-mel",
    sampleRateHz: 16_000,
    clipSamples: 16_000,
    fftSamples: 512,
    stepSamples: 256,
    melBins: 40,
    firstFrame: 0,
    frames: 32,
  } as const;
  await assertRejects(
    () =>
      readPart({ reader: "wav", name: "a", folder: "clips", features }, {
        locate,
        shape: [32, 40],
      }),
    DataError,
    "Cannot read clips: WAV files are not read yet",
  );
});
