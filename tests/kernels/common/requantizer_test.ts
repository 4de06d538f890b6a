import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { fixedPoint, multiplyByFixedPoint } from "../../../src/affine/mod.ts";
import { requantize, requantizerOf } from "../../../src/kernels/common/requantizer.ts";
import { scaled } from "../oracle/arithmetic.ts";

const int32 = { min: -(2 ** 31), max: 2 ** 31 - 1 };
const seed = 20;

Deno.test(`requantize() equals affine and BigInt for every accumulator, seed ${seed}`, () => {
  const accumulator = fc.oneof(
    fc.integer(int32),
    fc.integer({ min: -70000, max: 70000 }),
    fc.constantFrom(int32.min, int32.min + 1, -1, 0, 1, int32.max),
  );
  const multiplier = fc.record({
    multiplier: fc.oneof(
      fc.integer({ min: 2 ** 30, max: int32.max }),
      fc.constantFrom(0, 1, 2 ** 30, int32.max),
    ),
    shift: fc.integer({ min: -31, max: 31 }),
  });
  fc.assert(
    fc.property(accumulator, multiplier, (x, fixed) => {
      const actual = requantize(x, 0, requantizerOf([fixed]));
      assertEquals(actual, multiplyByFixedPoint(x, fixed));
      assertEquals(actual, scaled(x, { m: BigInt(fixed.multiplier), e: fixed.shift }));
    }),
    { seed, numRuns: 20_000 },
  );
});

Deno.test("requantize() rounds halves away from zero", () => {
  const half = requantizerOf([fixedPoint(0.5), fixedPoint(0.25)]);
  // Two roundings: the high multiply rounds halves up, so that 1/4 becomes 1/2 becomes 1, and -1/2
  // becomes 0; the shift that follows rounds halves away from zero.
  const cases = [[1, 1, 1], [-1, 0, 0], [3, 2, 1], [-3, -1, -1], [2, 1, 1], [-2, -1, -1]] as const;
  for (const [x, byHalf, byQuarter] of cases) {
    assertEquals([requantize(x, 0, half), requantize(x, 1, half)], [byHalf, byQuarter], `${x}`);
  }
});
