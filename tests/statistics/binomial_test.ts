import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { binomialHalfCdf } from "../../src/statistics/mod.ts";

/** The distribution function from whole numbers, without rounding before the last division. */
function exactCdf(k: number, n: number): number {
  const scale = 60n;
  let choose = 1n;
  let total = 0n;
  for (let i = 0; i <= k; i++) {
    total += choose;
    choose = choose * BigInt(n - i) / BigInt(i + 1);
  }
  return Number((total << scale) >> BigInt(n)) / Number(1n << scale);
}

Deno.test("binomialHalfCdf() equals the sum of whole numbers", () => {
  for (const n of [1, 2, 3, 7, 20, 101, 1009, 1500]) {
    const step = Math.max(1, Math.floor(n / 23));
    for (let k = 0; k <= n; k += step) {
      assertAlmostEquals(binomialHalfCdf(k, n), exactCdf(k, n), 1e-13, `k ${k} of ${n}`);
    }
  }
});

Deno.test("binomialHalfCdf() keeps its relative precision in the tail", () => {
  // P(X <= 450) of 1000 and P(X <= 9950) of 20,000, correctly rounded from the exact fraction.
  const cases = [[450, 1000, 0.0008652680424881588], [9950, 20_000, 0.24195296523144286]] as const;
  for (const [k, n, expected] of cases) {
    assert(Math.abs(binomialHalfCdf(k, n) / expected - 1) < 1e-12, `k ${k} of ${n}`);
  }
});

Deno.test("binomialHalfCdf() is 0 below and 1 from n on", () => {
  for (const n of [0, 1, 5, 2000]) {
    assertEquals(binomialHalfCdf(-1, n), 0);
    assertEquals(binomialHalfCdf(n, n), 1);
    assertEquals(binomialHalfCdf(n + 3, n), 1);
  }
  assertThrows(() => binomialHalfCdf(0.5, 3), RangeError, "k 0.5");
  assertThrows(() => binomialHalfCdf(0, -1), RangeError, "n -1");
});
