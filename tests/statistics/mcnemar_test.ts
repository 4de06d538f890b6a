import { assert, assertEquals, assertThrows } from "@std/assert";
import { mcnemar } from "../../src/statistics/mod.ts";

/** b, c and the p-value, correctly rounded from the exact fraction; SciPy's binomtest agrees. */
const cases = [
  [0, 0, 1],
  [0, 1, 1],
  [7, 7, 1],
  [7, 8, 1],
  [1, 3, 0.625],
  [0, 6, 0.03125],
  [3, 12, 0.03515625],
  [10, 25, 0.01667384780012071],
  [40, 61, 0.046044066929342806],
  [480, 520, 0.21744829320414094],
  [700, 1300, 1.6293497027604705e-41],
  [5, 995, 1.5477010612588704e-288],
  [4900, 5100, 0.04658552770494739],
  [9900, 10100, 0.15938343598473378],
  [9000, 11000, 1.9540827705828963e-45],
] as const;

Deno.test("mcnemar() gives the exact p-value, small and large", () => {
  for (const [b, c, expected] of cases) {
    for (const p of [mcnemar(b, c), mcnemar(c, b)]) {
      const error = Math.abs(p - expected) / expected;
      assert(error < 1e-11, `mcnemar(${b}, ${c}) = ${p}, expected ${expected}`);
    }
  }
});

Deno.test("mcnemar() of an even split, or one as even as can be, is exactly 1", () => {
  for (let b = 0; b <= 1000; b++) {
    assertEquals([mcnemar(b, b), mcnemar(b, b + 1), mcnemar(b + 1, b)], [1, 1, 1], `b ${b}`);
  }
});

Deno.test("mcnemar() underflows to 0 rather than to nonsense", () => {
  assertEquals(mcnemar(1, 1099), 0);
  assertEquals(mcnemar(0, 20_000), 0);
});

Deno.test("mcnemar() falls as the split grows uneven", () => {
  let previous = 1;
  for (let b = 499; b >= 0; b--) {
    const p = mcnemar(b, 1000 - b);
    assert(p < previous, `mcnemar(${b}, ${1000 - b}) = ${p} after ${previous}`);
    previous = p;
  }
});

Deno.test("mcnemar() refuses counts that are none", () => {
  for (const flips of [-1, 0.5, NaN, Infinity]) {
    assertThrows(() => mcnemar(flips, 1), RangeError, `got ${flips}`);
    assertThrows(() => mcnemar(1, flips), RangeError, `got ${flips}`);
  }
});
