import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  assertDisjoint,
  crossFit,
  DataError,
  evaluationSubset,
  type Fold,
  sha256,
  splitByContent,
  splitByPart,
} from "../../src/data/mod.ts";

Deno.test("sha256() gives the published digests", () => {
  const empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  const abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  assertEquals(sha256(""), empty);
  assertEquals(sha256("abc"), abc);
  assertEquals(sha256(new TextEncoder().encode("abc")), abc);
});

Deno.test("splitByContent() orders by hash, then id", () => {
  assertEquals(splitByContent(["d", "a", "b", "b"], { evaluation: 1 }), {
    evaluationIds: [1],
    poolIds: [2, 3, 0],
  });
});

Deno.test("splitByContent() drops copies of an evaluated sample from the pool", () => {
  assertEquals(splitByContent(["b", "d", "b", "a", "b"], { evaluation: 2 }), {
    evaluationIds: [3, 0],
    poolIds: [1],
  });
});

Deno.test("splitByContent() takes the pool after the evaluation samples", () => {
  const hashes = ["e", "d", "c", "b", "a"];
  assertEquals(splitByContent(hashes, { evaluation: 1, pool: 2 }), {
    evaluationIds: [4],
    poolIds: [3, 2],
  });
  for (const sizes of [{ evaluation: 5 }, { evaluation: 6 }, { evaluation: 3, pool: 3 }]) {
    assertThrows(() => splitByContent(hashes, sizes), DataError, "Cannot split 5 samples");
  }
  assertThrows(
    () => splitByContent(["a", "a"], { evaluation: 1 }),
    DataError,
    "got 1 and all of them are",
  );
});

const contents = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 2, maxLength: 40 });

/** Each id once over all evaluation sets; nothing that is evaluated also calibrates for it. */
function checkFolds(folds: readonly Fold[], hashes: readonly string[]): void {
  for (const { evaluationIds, poolIds } of folds) {
    const evaluated = new Set(evaluationIds.map((id) => hashes[id]));
    assert(poolIds.every((id) => !evaluated.has(hashes[id])));
    assertEquals(
      new Set([...evaluationIds, ...poolIds]).size,
      evaluationIds.length + poolIds.length,
    );
  }
}

Deno.test("splits never put one content on both sides, whatever the order", () => {
  fc.assert(
    fc.property(contents, fc.nat(), (values, pick) => {
      const hashes = values.map((value) => sha256(String(value)));
      const options = { evaluation: 1 + pick % (values.length - 1) };
      fc.pre(new Set(hashes).size > 1);
      let split: Fold;
      try {
        split = splitByContent(hashes, options);
      } catch (error) {
        assert(error instanceof DataError, String(error));
        return;
      }
      assertEquals(split.evaluationIds.length, options.evaluation);
      checkFolds([split], hashes);
      const turned = splitByContent(hashes.toReversed(), options);
      const last = hashes.length - 1;
      assertEquals(
        turned.evaluationIds.map((id) => hashes[last - id]),
        split.evaluationIds.map((id) => hashes[id]),
      );
    }),
    { seed: 20_240, numRuns: 200 },
  );
});

Deno.test("splitByPart() leaves copies of evaluated samples out of the pool", () => {
  const ids = new Map([["train", [0, 1, 2]], ["test", [3, 4]]]);
  const hashes = ["c", "a", "b", "c", "0"];
  assertEquals(splitByPart(hashes, { ids, evaluation: ["test"], pool: ["train"] }), {
    evaluationIds: [4, 3],
    poolIds: [1, 2],
  });
  const cases: readonly [readonly string[], readonly string[], string][] = [
    [["test"], ["test", "train"], '"test" is in both'],
    [["tset"], ["train"], 'among train, test, got "tset"'],
  ];
  for (const [evaluation, pool, message] of cases) {
    assertThrows(() => splitByPart(hashes, { ids, evaluation, pool }), DataError, message);
  }
});

Deno.test("crossFit() evaluates every sample once and halves each class", () => {
  fc.assert(
    fc.property(contents, (values) => {
      const hashes = values.map((value) => sha256(String(value)));
      fc.pre(new Set(hashes).size > 1);
      const labels = Uint16Array.from(values, (value) => value % 3);
      const folds = crossFit(hashes, labels);
      checkFolds(folds, hashes);
      const evaluated = folds.flatMap(({ evaluationIds }) => evaluationIds);
      assertEquals(evaluated.toSorted((a, b) => a - b), [...values.keys()]);
      assertEquals(folds[0].poolIds, folds[1].evaluationIds);
    }),
    { seed: 7, numRuns: 200 },
  );
  const hashes = Array.from({ length: 40 }, (_, id) => sha256(String(id)));
  const labels = Uint16Array.from({ length: 40 }, (_, id) => id < 30 ? 0 : 1);
  for (const { evaluationIds } of crossFit(hashes, labels)) {
    assertEquals(evaluationIds.filter((id) => labels[id] === 0).length, 15);
    assertEquals(evaluationIds.filter((id) => labels[id] === 1).length, 5);
  }
  assertThrows(() => crossFit(["a", "a"], undefined), DataError, "got 2 and 0");
});

Deno.test("evaluationSubset() takes the first ids, shared out over folds", () => {
  const one: readonly Fold[] = [{ evaluationIds: [5, 3, 9], poolIds: [1] }];
  assertEquals(evaluationSubset(one, 2)[0]!.evaluationIds, [5, 3]);
  assertEquals(evaluationSubset(one, 3), one);
  for (const size of [0, 4, 1.5]) {
    assertThrows(() => evaluationSubset(one, size), RangeError, `1 to 3, got ${size}`);
  }
  const two: readonly Fold[] = [
    { evaluationIds: [1, 2, 3], poolIds: [4, 5] },
    { evaluationIds: [4, 5], poolIds: [1, 2, 3] },
  ];
  const sizes = (samples: number) =>
    evaluationSubset(two, samples).map(({ evaluationIds }) => evaluationIds.length);
  assertEquals([2, 3, 4, 5].map(sizes), [[1, 1], [2, 1], [2, 2], [3, 2]]);
  assertThrows(() => evaluationSubset(two, 1), RangeError, "2 to 5, got 1");
});

Deno.test("assertDisjoint() names an overlapping id", () => {
  assertDisjoint([], [1]);
  assertDisjoint([1, 2, 3], [4, 5]);
  assertThrows(() => assertDisjoint([7, 8], [1, 8]), RangeError, "sample 8 is in both");
});
