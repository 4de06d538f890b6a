import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  fixedPoint,
  multiplyByFixedPoint,
  roundingDivideByPowerOfTwo,
  saturatingRoundingDoublingHighMul,
} from "../../src/affine/mod.ts";

const seed = 20261121;
const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });

/** The published form: nudge by the sign of the product, divide toward zero. */
function highMulOracle(a: number, b: number): number {
  if (a === -(2 ** 31) && b === -(2 ** 31)) return 2 ** 31 - 1;
  const product = BigInt(a) * BigInt(b);
  const nudge = product >= 0n ? 1n << 30n : 1n - (1n << 30n);
  return Number((product + nudge) / (1n << 31n)); // BigInt division truncates
}

function divideOracle(x: number, exponent: number): number {
  const exact = x / 2 ** exponent; // exact: a power of two
  return Math.sign(exact) * Math.floor(Math.abs(exact) + 0.5) + 0;
}

Deno.test("fixedPoint() gives 31-bit multipliers and shifts", () => {
  const cases: readonly (readonly [number, number, number])[] = [
    [0, 0, 0],
    [0.5, 2 ** 30, 0],
    [0.75, 0.75 * 2 ** 31, 0],
    [1, 2 ** 30, 1],
    [1 - 2 ** -40, 2 ** 30, 1], // rounds up to 2^31, halved
    [2 ** 29, 2 ** 30, 30],
    [2 ** -32, 2 ** 30, -31],
    [2 ** -33, 0, 0], // below 2^-32: nothing is left of an int32
    [2 ** -60, 0, 0],
  ];
  for (const [value, multiplier, shift] of cases) {
    assertEquals(fixedPoint(value), { multiplier, shift }, `${value}`);
  }
});

Deno.test("fixedPoint() refuses what cannot be a multiplier", () => {
  for (const value of [-1, NaN, Infinity, 2 ** 30]) {
    assertThrows(() => fixedPoint(value), RangeError, "in [0, 2^30)");
  }
});

Deno.test(`fixedPoint() is within half a unit of 2^-31 of its value (seed ${seed})`, () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-9, max: 1e9, noNaN: true }), (value) => {
      const { multiplier, shift } = fixedPoint(value);
      const error = Math.abs(multiplier * 2 ** (shift - 31) - value) / value;
      return multiplier >= 2 ** 30 && multiplier < 2 ** 31 && error <= 2 ** -31;
    }),
    { seed },
  );
});

Deno.test("saturatingRoundingDoublingHighMul() equals the 64-bit definition at its edges", () => {
  const edges = [-(2 ** 31), -(2 ** 31) + 1, -(2 ** 30), -65537, -65536, -1, 0, 1, 2, 65535]
    .concat([65536, 2 ** 30 - 1, 2 ** 30, 2 ** 31 - 1]);
  for (const a of edges) {
    for (const b of edges) {
      assertEquals(saturatingRoundingDoublingHighMul(a, b), highMulOracle(a, b), `${a} * ${b}`);
    }
  }
});

Deno.test(`saturatingRoundingDoublingHighMul() equals the definition (seed ${seed})`, () => {
  fc.assert(
    fc.property(
      int32,
      int32,
      (a, b) => saturatingRoundingDoublingHighMul(a, b) === highMulOracle(a, b),
    ),
    { seed, numRuns: 5000 },
  );
});

Deno.test(`roundingDivideByPowerOfTwo() rounds half away from zero (seed ${seed})`, () => {
  fc.assert(
    fc.property(
      int32,
      fc.integer({ min: 0, max: 31 }),
      (x, exponent) => roundingDivideByPowerOfTwo(x, exponent) === divideOracle(x, exponent),
    ),
    { seed, numRuns: 5000 },
  );
  for (const exponent of [1, 5, 30, 31]) {
    const half = 2 ** (exponent - 1);
    for (const x of [half, half - 1, -half, -half + 1, -half - 1]) {
      assertEquals(roundingDivideByPowerOfTwo(x, exponent), divideOracle(x, exponent), `${x}`);
    }
  }
});

Deno.test("multiplyByFixedPoint() rounds twice", () => {
  // 3 * 0.5 = 1.5 -> 2; with a shift of -1 the first rounding makes 2, the second 1.
  assertEquals(multiplyByFixedPoint(3, fixedPoint(0.5)), 2);
  assertEquals(multiplyByFixedPoint(3, fixedPoint(0.25)), 1);
  assertEquals(multiplyByFixedPoint(-3, fixedPoint(0.5)), -1); // floor of -1 exactly at the half
  assertEquals(multiplyByFixedPoint(100, fixedPoint(1)), 100);
  assertEquals(multiplyByFixedPoint(100, fixedPoint(2 ** 20)), 100 * 2 ** 20);
  assertEquals(multiplyByFixedPoint(123456, { multiplier: 0, shift: 0 }), 0);
});
