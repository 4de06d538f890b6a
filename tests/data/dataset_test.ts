import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import {
  DataError,
  type Dataset,
  type DatasetHashes,
  evaluationCount,
  openDataset,
  openSamples,
  poolCount,
  type SamplesDescription,
  sha256,
} from "../../src/data/mod.ts";
import { type Files, npy, withFiles } from "./files/files.ts";

type Part = SamplesDescription["parts"][number];

/** An array of samples of two bytes. */
function bytes(...samples: readonly (readonly [number, number])[]): Uint8Array {
  return npy({ shape: `(${samples.length}, 2)` }, Uint8Array.from(samples.flat()));
}

function classesOf(...labels: readonly number[]): Uint8Array {
  return npy({ shape: `(${labels.length},)` }, Uint8Array.from(labels));
}

function part(name: string, labels?: string): Part {
  return {
    reader: "npy",
    name,
    values: `${name}.npy`,
    order: "as-stored",
    ...(labels !== undefined && { labels }),
  };
}

const files: Files = {
  "train.npy": bytes([1, 2], [3, 4], [5, 6], [7, 8]),
  "test.npy": bytes([9, 9], [3, 4]),
  "train-labels.npy": classesOf(0, 1, 2, 1),
  "test-labels.npy": classesOf(2, 0),
  "high-labels.npy": classesOf(2, 3),
};
const labelled = [part("train", "train-labels.npy"), part("test", "test-labels.npy")];

/** Opens data of those files. */
function open(
  change: Partial<SamplesDescription>,
  frozen?: Partial<DatasetHashes>,
): Promise<Dataset> {
  return withFiles(files, (folder) =>
    openDataset({
      domain: "vector",
      shape: [2],
      parts: labelled,
      split: { kind: "by-content", evaluation: 2 },
      ...change,
    }, {
      name: "data",
      source: "a test",
      licence: "none",
      locate: (path) => join(folder, path),
      frozen,
    }));
}

Deno.test("openDataset() joins parts and their labels, and names classes by number", async () => {
  const { store, count, sha256: hashes } = await open({});
  const source = openSamples(store);
  assertEquals([count, source.count, source.classNames], [6, 6, ["0", "1", "2"]]);
  assertEquals([...source.labels([0, 1, 2, 3, 4, 5])], [0, 1, 2, 1, 2, 0]);
  assert(store.labels!.values.buffer instanceof SharedArrayBuffer);
  assertEquals(hashes.labels, sha256(Uint8Array.of(0, 0, 1, 0, 2, 0, 1, 0, 2, 0, 0, 0)));
  const named = await open({ classes: ["a", "b", "c", "d"] });
  assertEquals(named.store.labels!.names, ["a", "b", "c", "d"]);
});

Deno.test("openDataset() splits as it is told, and counts what there is", async () => {
  const [byContent, byPart, crossFit] = await Promise.all([
    open({}),
    open({ split: { kind: "by-part", evaluation: ["test"], pool: ["train"] } }),
    open({ split: { kind: "cross-fit" } }),
  ]);
  assertEquals(byContent.folds.length, 1);
  assertEquals(evaluationCount(byContent), 2);
  // Samples 1 and 5 have the same content.
  assertEquals(new Set(byPart.folds[0]!.evaluationIds), new Set([4, 5]));
  assertEquals(new Set(byPart.folds[0]!.poolIds), new Set([0, 2, 3]));
  assertEquals([evaluationCount(crossFit), poolCount(crossFit)], [
    6,
    Math.min(...crossFit.folds.map(({ evaluationIds }) => evaluationIds.length)),
  ]);
  const twice = await open({
    split: { kind: "by-part", evaluation: ["test", "test"], pool: ["train", "train"] },
  });
  assertEquals(twice.folds, byPart.folds);
});

Deno.test("openDataset() takes data without labels", async () => {
  const { store, sha256: hashes } = await open({ parts: [part("train"), part("test")] });
  assertEquals([store.labels, hashes.labels], [undefined, undefined]);
  const split = { kind: "cross-fit" } as const;
  assertEquals(evaluationCount(await open({ parts: [part("train")], split })), 4);
});

Deno.test("openDataset() refuses parts that do not fit each other", async () => {
  const cases: readonly (readonly [Partial<SamplesDescription>, string])[] = [
    [{ parts: [labelled[0]!, part("test")] }, 'must have labels, "test" has none'],
    [{ parts: [labelled[0]!, labelled[0]!] }, 'names of parts must be unique, got "train" twice'],
    [
      { parts: [labelled[0]!, part("test", "high-labels.npy")], classes: ["a", "b", "c"] },
      'Cannot use part "test": labels must be below 3, the number of classes, sample 1 has 3',
    ],
    [{ split: { kind: "by-content", evaluation: 6 } }, "Cannot split 6 samples"],
    [{ split: { kind: "by-part", evaluation: ["tset"], pool: ["train"] } }, 'got "tset"'],
    [{ parts: [part("none")] }, "none.npy"],
  ];
  for (const [change, message] of cases) {
    await assertRejects(() => open(change), DataError, message, message);
  }
});

Deno.test("openDataset() notices what has changed since it was frozen", async () => {
  const { sha256: hashes } = await open({});
  assertEquals((await open({}, hashes)).sha256, hashes);
  for (const what of ["content", "labels", "evaluationIds", "poolIds"] as const) {
    await assertRejects(
      () => open({}, { ...hashes, [what]: "0".repeat(64) }),
      DataError,
      `its manifest says SHA-256 of ${what} 000`,
    );
  }
  await assertRejects(
    () => open({ parts: [part("train"), part("test")] }, hashes),
    DataError,
    `of labels ${hashes.labels}, got none`,
  );
});
