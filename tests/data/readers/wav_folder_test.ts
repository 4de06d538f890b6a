import { assertEquals, assertRejects } from "@std/assert";
import { dirname, join } from "@std/path";
import { wavFeatures } from "../../../src/data/audio/wav_features.ts";
import { partSchema } from "../../../src/data/dataset_schema.ts";
import { DataError } from "../../../src/data/error.ts";
import { readWavFolder } from "../../../src/data/readers/wav_folder.ts";
import { int16Bytes, wavFile } from "../audio/wav_bytes.ts";

const features = {
  kind: "mfcc",
  sampleRateHz: 16_000,
  clipSamples: 800,
  frameSamples: 480,
  stepSamples: 320,
  melBins: 40,
  lowHz: 20,
  highHz: 4000,
  coefficients: 10,
} as const;

const clip = wavFile({ data: int16Bytes([1, -1, 3]) });

/** Files of those paths, empty folders of those that end in a slash, and links "a -> b". */
async function withFolder(
  entries: readonly string[],
  run: (folder: string) => Promise<void>,
): Promise<void> {
  const root = await Deno.makeTempDir();
  try {
    const folder = join(root, "clips");
    await Deno.mkdir(folder);
    await Deno.writeFile(join(root, "outside.wav"), clip);
    for (const entry of entries) {
      const [name, target] = entry.split(" -> ");
      const path = join(folder, name!);
      await Deno.mkdir(name!.endsWith("/") ? path : dirname(path), { recursive: true });
      if (target !== undefined) await Deno.symlink(target, path);
      else if (!name!.endsWith("/")) await Deno.writeFile(path, clip);
    }
    await run(folder);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

function read(folder: string, shape: readonly number[] = [2, 10, 1]) {
  return readWavFolder(
    { reader: "wav", name: "clips", folder: "clips", features },
    { locate: () => folder, shape },
  );
}

const found: readonly {
  readonly name: string;
  readonly entries: readonly string[];
  readonly paths: readonly string[];
  readonly labels?: readonly number[];
  readonly classNames?: readonly string[];
}[] = [
  {
    name: "class folders and their files in the order of code units",
    entries: ["b/1.wav", "a/é.wav", "a/z.wav", "a/Z.WAV", "B/10.wav", "B/9.wav"],
    paths: ["B/10.wav", "B/9.wav", "a/Z.WAV", "a/z.wav", "a/é.wav", "b/1.wav"],
    labels: [0, 0, 1, 1, 1, 2],
    classNames: ["B", "a", "b"],
  },
  { name: "files alone", entries: ["2.wav", "1.wav"], paths: ["1.wav", "2.wav"] },
  {
    name: "hidden files",
    entries: [".DS_Store", ".git/x", "a/.keep", "a/1.wav"],
    paths: ["a/1.wav"],
    labels: [0],
    classNames: ["a"],
  },
  {
    name: "links inside the folder",
    entries: ["a/1.wav", "b/2.wav -> ../a/1.wav"],
    paths: ["a/1.wav", "b/2.wav"],
    labels: [0, 1],
    classNames: ["a", "b"],
  },
];

Deno.test("readWavFolder() finds clips and classes", async () => {
  for (const { name, entries, paths, labels, classNames } of found) {
    await withFolder(entries, async (folder) => {
      const part = await read(folder);
      assertEquals(
        part.part,
        { kind: "wav", paths: paths.map((path) => join(folder, path)), features },
        name,
      );
      assertEquals(part.count, paths.length, name);
      assertEquals(part.labels && [...part.labels], labels, name);
      assertEquals(part.classNames, classNames, name);
    });
  }
});

Deno.test("readWavFolder() finds files that wavFeatures() reads", async () => {
  await withFolder(["a/1.wav"], async (folder) => {
    const { part } = await read(folder);
    if (part.kind !== "wav") {
      throw new Error(`Cannot test part: it must be "wav", got ${part.kind}`);
    }
    const bytes = await Deno.readFile(part.paths[0]!);
    assertEquals(wavFeatures(bytes, { file: "1.wav", features: part.features }).length, 20);
  });
});

/** What a folder holds, and what the path that the error names begins with, below it. */
const refused: readonly (readonly [readonly string[], string])[] = [
  [[], ""],
  [[".hidden.wav"], ""],
  [["a/1.wav", "b/"], "b"],
  [["a/1.wav", "b/.keep"], "b"],
  [["a/1.wav", "2.wav"], ""],
  [["a/1.wav", "README.md"], "README.md"],
  [["a/1.wav", "a/notes.txt"], "a/notes.txt"],
  [["a/1.wav", "a/b/2.wav"], "a"],
  [["a/1.wav", "a/2.wav -> ../../outside.wav"], "a/2.wav"],
  [["a/1.wav", "b -> ../.."], "b"],
  [["a/1.wav", "b -> ."], "b"],
  [["a/1.wav -> 1.wav"], "a/1.wav"],
  [["a/1.wav -> missing.wav"], "a/1.wav"],
  [["a/1.wav", "a/2.wav -> /dev/zero"], "a/2.wav"],
];

Deno.test("readWavFolder() refuses other folders and names the path", async () => {
  for (const [entries, path] of refused) {
    await withFolder(entries, async (folder) => {
      const message = `Cannot read ${path === "" ? folder : join(folder, path)}`;
      await assertRejects(() => read(folder), DataError, message, entries.join(", "));
    });
  }
  await assertRejects(() => read("/no/such/folder"), DataError, "/no/such/folder");
});

Deno.test("readWavFolder() refuses another shape than the features have", async () => {
  await withFolder(["a/1.wav"], async (folder) => {
    const message = "are [2, 10, 1], the data set says [49, 10, 1]; give it that shape";
    await assertRejects(() => read(folder, [49, 10, 1]), DataError, message);
  });
});

Deno.test("partSchema refuses features that are not sound", () => {
  const part = { reader: "wav", name: "clips", folder: "clips", features } as const;
  assertEquals(partSchema.parse(part), part);
  const { error } = partSchema.safeParse({ ...part, features: { ...features, highHz: 9000 } });
  assertEquals(error?.issues.map(({ path, message }) => [path, message]), [[
    ["features"],
    "lowHz and highHz must rise within 0 to half of sampleRateHz, 8000, got 20 and 9000",
  ]]);
});
