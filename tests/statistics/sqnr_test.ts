import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { sqnrDb } from "../../src/statistics/mod.ts";

Deno.test("sqnrDb() is ten times the logarithm of the ratio", () => {
  const cases = [[100, 1, 20], [1, 1, 0], [1, 1000, -30], [1e300, 1e-300, 6000]] as const;
  for (const [signal, noise, expected] of cases) {
    assertAlmostEquals(sqnrDb(signal, noise)!, expected, 1e-11, `${signal} over ${noise}`);
  }
});

Deno.test("sqnrDb() is undefined without noise or without signal", () => {
  for (const [signal, noise] of [[1, 0], [0, 1], [0, 0]] as const) {
    assertEquals(sqnrDb(signal, noise), undefined, `${signal} over ${noise}`);
  }
});

Deno.test("sqnrDb() refuses energies that are none", () => {
  for (const energy of [-1, NaN, Infinity]) {
    assertThrows(() => sqnrDb(energy, 1), RangeError, `got ${energy}`);
    assertThrows(() => sqnrDb(1, energy), RangeError, `got ${energy}`);
  }
});
