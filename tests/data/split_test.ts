import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { assertDisjoint, evaluationSubset, sha256, splitByContent } from "../../src/data/mod.ts";

Deno.test("sha256() gives the published digests", () => {
  const empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  const abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  assertEquals(sha256(""), empty);
  assertEquals(sha256("abc"), abc);
  assertEquals(sha256(new TextEncoder().encode("abc")), abc);
});

Deno.test("splitByContent() orders by hash, then id", () => {
  // SHA-256 of one byte: 0 is 6e34..., 1 is 4bf5..., 2 is dbc1...
  const split = splitByContent(Uint8Array.of(2, 0, 1, 1), {
    bytesPerSample: 1,
    evaluationCount: 2,
  });
  assertEquals(split, { evaluationIds: [2, 3], poolIds: [1, 0] });
});

Deno.test("splitByContent() drops copies of an evaluated sample from the pool", () => {
  const split = splitByContent(Uint8Array.of(1, 2, 1, 0, 1), {
    bytesPerSample: 1,
    evaluationCount: 2,
  });
  assertEquals(split, { evaluationIds: [0, 2], poolIds: [3, 1] });
});

Deno.test("splitByContent() never puts one content on both sides, whatever the order", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 40 }),
      fc.nat(),
      (values, pick) => {
        const bytes = Uint8Array.from(values);
        const evaluationCount = 1 + pick % values.length;
        const options = { bytesPerSample: 1, evaluationCount };
        const { evaluationIds, poolIds } = splitByContent(bytes, options);
        assertEquals(evaluationIds.length, evaluationCount);
        assertEquals(
          new Set([...evaluationIds, ...poolIds]).size,
          evaluationCount + poolIds.length,
        );
        const evaluated = new Set(evaluationIds.map((id) => values[id]));
        assert(poolIds.every((id) => !evaluated.has(values[id])));
        const turned = Uint8Array.from(values.toReversed());
        const other = splitByContent(turned, options).evaluationIds.map((id) => turned[id]);
        assertEquals(other, evaluationIds.map((id) => values[id]));
      },
    ),
    { seed: 20_240, numRuns: 200 },
  );
});

Deno.test("splitByContent() refuses sizes that do not fit", () => {
  const bytes = new Uint8Array(6);
  const uneven = { bytesPerSample: 4, evaluationCount: 1 };
  assertThrows(() => splitByContent(bytes, uneven), RangeError, "multiple of 4, got 6");
  for (const evaluationCount of [0, 4, 1.5, NaN]) {
    const options = { bytesPerSample: 2, evaluationCount };
    assertThrows(() => splitByContent(bytes, options), RangeError, `got ${evaluationCount}`);
  }
});

Deno.test("evaluationSubset() takes the first ids", () => {
  assertEquals(evaluationSubset([5, 3, 9], 2), [5, 3]);
  assertEquals(evaluationSubset([5, 3, 9], 3), [5, 3, 9]);
  for (const size of [0, 4, 1.5]) {
    assertThrows(() => evaluationSubset([5, 3, 9], size), RangeError, `1 to 3, got ${size}`);
  }
});

Deno.test("assertDisjoint() names an overlapping id", () => {
  assertDisjoint([], [1]);
  assertDisjoint([1, 2, 3], [4, 5]);
  assertThrows(() => assertDisjoint([7, 8], [1, 8]), RangeError, "sample 8 is in both");
});
