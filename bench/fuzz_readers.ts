// deno-lint-ignore-file no-console
/**
 * Mutation fuzzing of the model readers: damaged copies of small models must give a Graph or a
 * ModelError, in time and memory that stay in proportion.
 *
 *     deno task bench:fuzz [--files 100000] [--seed 1] [--reader onnx|tflite]
 *
 * Prints, for each reader, how many files were read and refused, every other outcome by the number of
 * its file, the longest time and the peak resident memory. Exits with 1 where there is a failure, a file
 * takes longer than 5 s or memory passes 1 GiB. File i of a seed is the same on every machine.
 */
import { parseArgs } from "@std/cli";
import { readOnnx, readTflite } from "../src/formats/mod.ts";
import { type Graph, ModelError } from "../src/graph/mod.ts";
import { damaged, picker } from "./mutations.ts";

/** A reader and the models that are damaged for it. */
interface Target {
  readonly read: (bytes: Uint8Array) => Graph;
  readonly folder: string;
  readonly files: readonly string[];
}

const targets: Readonly<Record<string, Target>> = {
  onnx: {
    read: readOnnx,
    folder: "../suites/digits/models/",
    files: ["dscnn.onnx", "resnet8.onnx", "lenet5.onnx"],
  },
  tflite: {
    read: readTflite,
    folder: "../tests/formats/tflite/fixtures/",
    files: [
      "convolutions_int8.tflite",
      "convolutions_float32.tflite",
      "convolutions_int8_uint8_ports.tflite",
      "elementwise_int8_float32_ports.tflite",
      "elementwise_float32.tflite",
      "autoencoder_dynamic.tflite",
    ],
  },
};

/** What a run of damaged files gave. */
interface Outcome {
  readonly read: number;
  readonly refused: number;
  readonly failures: readonly string[];
  readonly longestMs: number;
  readonly longestFile: number;
  readonly peakMemoryBytes: number;
}

const memoryLimitBytes = 2 ** 30;
const timeLimitMs = 5000;

/** Damages and reads files 0 to `count` of a seed. Each has a generator of its own. */
async function fuzz(target: Target, count: number, seed: number): Promise<Outcome> {
  const files = await Promise.all(
    target.files.map((name) => Deno.readFile(new URL(target.folder + name, import.meta.url))),
  );
  const failures: string[] = [];
  let read = 0;
  let longestMs = 0;
  let longestFile = 0;
  let peakMemoryBytes = 0;
  for (let i = 0; i < count; i++) {
    const pick = picker((Math.imul(seed, 0x9e3779b1) ^ Math.imul(i + 1, 0x85ebca6b)) | 1);
    for (let warmUp = 0; warmUp < 8; warmUp++) pick(2);
    const bytes = damaged(files[i % files.length]!, pick);
    const start = performance.now();
    try {
      target.read(bytes);
      read++;
    } catch (error) {
      if (!(error instanceof ModelError)) failures.push(`file ${i}: ${error}`);
    }
    const elapsedMs = performance.now() - start;
    if (elapsedMs > longestMs) {
      longestMs = elapsedMs;
      longestFile = i;
    }
    peakMemoryBytes = Math.max(peakMemoryBytes, Deno.memoryUsage().rss);
  }
  const refused = count - read - failures.length;
  return { read, refused, failures, longestMs, longestFile, peakMemoryBytes };
}

const options = parseArgs(Deno.args, { string: ["files", "seed", "reader"] });
const count = Number(options["files"] ?? 100_000);
const seed = Number(options["seed"] ?? 1);
const chosen = options["reader"] as string | undefined;
let failed = false;
for (const [name, target] of Object.entries(targets)) {
  if (chosen !== undefined && chosen !== name) continue;
  const outcome = await fuzz(target, count, seed);
  console.log(
    `${name}: ${count} files, seed ${seed}: ${outcome.read} read, ${outcome.refused} refused, ` +
      `${outcome.failures.length} failures; longest ${outcome.longestMs.toFixed(1)} ms ` +
      `(file ${outcome.longestFile}), peak memory ` +
      `${(outcome.peakMemoryBytes / 2 ** 20).toFixed(0)} MiB`,
  );
  for (const failure of outcome.failures.slice(0, 20)) console.log(`  ${failure}`);
  failed ||= outcome.failures.length > 0 || outcome.longestMs > timeLimitMs ||
    outcome.peakMemoryBytes > memoryLimitBytes;
}
Deno.exit(failed ? 1 : 0);
