import { assert, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { murmur3, permutation, randomStream } from "../../src/data/random.ts";

const SEED = 20_240;

/** First numbers of the stream of seed 7 and key ["pin"], from the Stream class of golden.py. */
const PINNED_UNIFORMS = [0.8858102451671594, 0.7914634698812344, 0.7968827967373677];
const PINNED_BELOW = [4, 228, 4_234_825_107];

Deno.test("murmur3() gives the values of the reference implementation", () => {
  const cases = [
    ["", 0, 0],
    ["", 1, 1364076727],
    ["a", 0, 1009084850],
    ["ab", 0, 2613040991],
    ["abc", 0, 3017643002],
    ["test", 0, 3127628307],
    ["Hello, world!", 0x9747b28c, 612912314],
    ["The quick brown fox jumps over the lazy dog", 2, 2398920331],
  ] as const;
  for (const [text, seed, expected] of cases) {
    assertEquals(murmur3(new TextEncoder().encode(text), seed), expected, `"${text}", ${seed}`);
  }
});

Deno.test("randomStream() is pinned", () => {
  const stream = randomStream(7, ["pin"]);
  assertEquals([stream.uniform(), stream.uniform(), stream.uniform()], PINNED_UNIFORMS);
  assertEquals([stream.below(10), stream.below(1000), stream.below(4_294_967_296)], PINNED_BELOW);
});

Deno.test("randomStream() differs by seed, word, number and their order", () => {
  const keys = [["a", 1], ["a", 2], ["b", 1], [1, "a"], ["a1"], ["a"], ["a", "1"], []];
  const firsts = [1, 2].flatMap((seed) => keys.map((key) => randomStream(seed, key).uniform()));
  assertEquals(new Set(firsts).size, firsts.length);
});

Deno.test(`uniform() fills [0, 1) evenly (seed ${SEED})`, () => {
  const stream = randomStream(SEED, ["uniform"]);
  const count = 200_000;
  const cells = 64;
  const counts = new Array<number>(cells).fill(0);
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const value = stream.uniform();
    assert(value >= 0 && value < 1, `${value}`);
    counts[Math.floor(value * cells)]!++;
    sum += value;
  }
  // 5 standard errors of a mean whose variance is 1/12.
  assert(Math.abs(sum / count - 0.5) < 5 * Math.sqrt(1 / 12 / count), `mean ${sum / count}`);
  const expected = count / cells;
  const chiSquare = counts.reduce((total, n) => total + (n - expected) ** 2 / expected, 0);
  // 63 degrees of freedom: beyond 25 and 125 lie less than 1e-5 of each tail.
  assert(chiSquare > 25 && chiSquare < 125, `chi-square ${chiSquare}`);
});

Deno.test("below() reaches every value and refuses limits that are none", () => {
  const stream = randomStream(SEED, ["below"]);
  const counts = new Array<number>(7).fill(0);
  for (let i = 0; i < 7000; i++) counts[stream.below(7)]!++;
  assert(counts.every((n) => n > 850 && n < 1150), `counts ${counts} (seed ${SEED})`);
  assertEquals(stream.below(1), 0);
  for (const count of [0, -1, 1.5, NaN, 4_294_967_297]) {
    assertThrows(() => stream.below(count), RangeError, `below ${count}`);
  }
});

Deno.test("randomStream() refuses numbers that are not integers", () => {
  assertThrows(() => randomStream(NaN, []), RangeError, "got NaN");
  assertThrows(() => randomStream(0.5, []), RangeError, "got 0.5");
  assertThrows(() => randomStream(1, ["a", Infinity]), RangeError, "got Infinity");
});

Deno.test("permutation() holds every index once, and every order is as likely", () => {
  for (const count of [0, 1, 2, 13, 997]) {
    const order = permutation(count, randomStream(SEED, ["permutation", count]));
    assertEquals([...order].sort((a, b) => a - b), Array.from({ length: count }, (_, i) => i));
  }
  const stream = randomStream(SEED, ["orders"]);
  const seen = new Map<string, number>();
  for (let i = 0; i < 6000; i++) {
    const key = permutation(3, stream).join("");
    seen.set(key, (seen.get(key) ?? 0) + 1);
  }
  assertEquals(seen.size, 6);
  for (const [key, n] of seen) assert(n > 850 && n < 1150, `${key}: ${n} (seed ${SEED})`);
  assertNotEquals(
    permutation(100, randomStream(1, ["x"])),
    permutation(100, randomStream(2, ["x"])),
  );
  assertThrows(() => permutation(-1, stream), RangeError, "-1 items");
});
