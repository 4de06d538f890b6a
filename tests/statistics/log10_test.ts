import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { log10 } from "../../src/statistics/mod.ts";

/** x and log10 x, correctly rounded from 40 digits. */
const cases = [
  [5e-324, -323.3062153431158],
  [1e-310, -310],
  [1e-5, -5],
  [0.1, -1],
  [0.5, -0.3010299956639812],
  [0.70710678118654757, -0.15051499783199057],
  [1.0000001, 4.3429446044209946e-8],
  [1.4142135623730951, 0.15051499783199063],
  [2, 0.3010299956639812],
  [3, 0.47712125471966244],
  [10, 1],
  [1000, 3],
  [123456.789, 5.09151497716927],
  [1e22, 22],
  [1.7e308, 308.2304489213783],
] as const;

Deno.test("log10() is right to the last digits", () => {
  for (const [x, expected] of cases) {
    assertAlmostEquals(log10(x), expected, 2e-16 + 2e-16 * Math.abs(expected), `log10(${x})`);
  }
  assertEquals(log10(1), 0);
});

Deno.test("log10() rises with x", () => {
  let previous = -Infinity;
  for (let x = 1e-9; x < 1e9; x *= 1.0137) {
    const value = log10(x);
    assertEquals(value > previous, true, `log10(${x}) = ${value} after ${previous}`);
    previous = value;
  }
});

Deno.test("log10() refuses what has no logarithm", () => {
  for (const x of [0, -1, NaN, Infinity]) assertThrows(() => log10(x), RangeError, `got ${x}`);
});
