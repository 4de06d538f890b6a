import { assertEquals, assertThrows } from "@std/assert";
import {
  formatNumber,
  formatSummary,
  geometricMean,
  ratios,
  summarize,
} from "../../../bench/peers/ratios.ts";

Deno.test("summarize() gives an interval from 5 values on", () => {
  assertEquals(summarize([4, 1, 2, 3]), { median: 2.5, interval: undefined });
  assertEquals(summarize([5, 4, 1, 2, 3]), { median: 3, interval: { lo: 1, hi: 5 } });
  const { median, interval } = summarize([9, 1, 8, 2, 7, 3, 6, 4, 5]);
  assertEquals({ median, interval }, { median: 5, interval: { lo: 2, hi: 8 } });
});

Deno.test("ratios() and geometricMean() refuse what has no result", () => {
  assertThrows(() => ratios([1, 2], [1]), RangeError, "got 2 and 1");
  assertThrows(() => ratios([], []), RangeError, "got 0 and 0");
  assertThrows(() => geometricMean([]), RangeError, "got []");
  assertThrows(() => geometricMean([2, 0]), RangeError, "got [2,0]");
});

Deno.test("formatNumber() keeps three significant digits", () => {
  const cases: readonly (readonly [number, string])[] = [
    [0.0123, "0.012"],
    [1, "1.00"],
    [9.994, "9.99"],
    [10, "10.0"],
    [99.94, "99.9"],
    [100, "100"],
    [12345, "12345"],
  ];
  for (const [value, text] of cases) assertEquals(formatNumber(value), text);
});

Deno.test("formatSummary() shows the interval where there is one", () => {
  assertEquals(formatSummary({ median: 2, interval: { lo: 1.5, hi: 20 } }), "2.00 [1.50, 20.0]");
  assertEquals(formatSummary({ median: 2, interval: undefined }), "2.00");
});
