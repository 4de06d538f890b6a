import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { medianInterval, quantile } from "../../src/statistics/mod.ts";

Deno.test("quantile() interpolates as type 7", () => {
  // numpy.quantile of the same values.
  const values = [15, 50, 20, 40, 35];
  const cases = [[0, 15], [0.05, 16], [0.25, 20], [0.4, 29], [0.5, 35], [0.9, 46], [
    1,
    50,
  ]] as const;
  for (const [share, expected] of cases) {
    assertAlmostEquals(quantile(values, share), expected, 1e-12, `share ${share}`);
  }
  assertEquals(values, [15, 50, 20, 40, 35], "the values stay as they were");
});

Deno.test("quantile() sorts numbers, and takes one value and infinities", () => {
  assertEquals(quantile([10, 9, 100], 0.5), 10);
  assertEquals(quantile(Float64Array.of(7), 0.3), 7);
  assertEquals(quantile([1, 2, Infinity], 0.5), 2);
  assertEquals(quantile([1, Infinity, Infinity], 0.75), Infinity);
});

Deno.test("quantile() refuses nothing, NaN and shares outside [0, 1]", () => {
  assertThrows(() => quantile([], 0.5), RangeError, "got 0");
  assertThrows(() => quantile([1, NaN], 0.5), RangeError, "got NaN");
  for (const share of [-0.01, 1.01, NaN]) {
    assertThrows(() => quantile([1], share), RangeError, `got ${share}`);
  }
});

Deno.test("medianInterval() takes the innermost ranks that reach 0.95", () => {
  // Count, rank of the lower end, coverage 1 - 2 P(X < rank): from SciPy's binom.cdf.
  const cases = [
    [6, 1, 0.96875],
    [8, 1, 0.9921875],
    [9, 2, 0.9609375],
    [20, 6, 0.9586105346679688],
    [30, 10, 0.9572260547429323],
  ] as const;
  for (const [count, rank, coverage] of cases) {
    const values = Array.from({ length: count }, (_, index) => count - index);
    const interval = medianInterval(values)!;
    assertEquals([interval.lo, interval.hi], [rank, count + 1 - rank], `${count} values`);
    assertAlmostEquals(interval.coverage, coverage, 1e-12);
  }
});

Deno.test("medianInterval() is undefined where too few values are given", () => {
  const enough = { 0.9: 5, 0.95: 6, 0.99: 8 } as const;
  for (const confidence of [0.9, 0.95, 0.99] as const) {
    const values = Array.from({ length: enough[confidence] }, (_, index) => index);
    assert(medianInterval(values, { confidence }) !== undefined, `${confidence}: enough`);
    assertEquals(medianInterval(values.slice(1), { confidence }), undefined, `${confidence}: few`);
  }
  assertThrows(() => medianInterval([]), RangeError, "got 0");
});
