import { assertEquals } from "@std/assert";
import { fixedPoint } from "../../../src/affine/mod.ts";
import {
  accumulatorBound,
  accumulatorReal,
  accumulatorUnit,
  biasCode,
  derivedMultiplier,
  dynamicParameters,
} from "../../../src/kernels/common/derivation.ts";
import { meanMultiplier } from "../../../src/kernels/common/mean_multiplier.ts";
import { softmaxScaling } from "../../../src/kernels/common/softmax_int8.ts";

const largest = (2 - 2 ** -23) * 2 ** 127;

Deno.test("biasCode() rounds halves away from zero and stays within 2^30", () => {
  const cases = [
    [0.75, 0.5, 2],
    [-0.75, 0.5, -2],
    [1, 2 ** -29, 2 ** 29],
    [1, 2 ** -31, 2 ** 30],
    [-1, 0, -(2 ** 30)],
    [0, 0, 0],
  ] as const;
  for (const [bias, unit, code] of cases) assertEquals(biasCode(bias, unit), code, `${bias}`);
});

Deno.test("accumulatorBound() leaves infinities as the ends of int32", () => {
  const cases = [
    [6, 0.5, 12],
    [0, 0, 0],
    [Infinity, 0.5, 2 ** 31 - 1],
    [-Infinity, 0.5, -(2 ** 31)],
    [6, 0, 2 ** 31 - 1],
  ] as const;
  for (const [bound, unit, code] of cases) {
    assertEquals(accumulatorBound(bound, unit), code, `${bound} over ${unit}`);
  }
});

Deno.test("accumulatorUnit() is finite, and 0 where the product vanishes", () => {
  assertEquals(accumulatorUnit(0.5, 0.25), 0.125);
  assertEquals(accumulatorUnit(2 ** 100, 2 ** 100), largest);
  assertEquals(accumulatorUnit(2 ** -100, 2 ** -100), 0);
});

Deno.test("accumulatorReal() rounds the accumulator to float32 first", () => {
  // 2^24 + 1 lies halfway between two float32 and goes to the even one, 2^24.
  assertEquals(accumulatorReal(2 ** 24 + 1, 1.5), 1.5 * 2 ** 24);
});

Deno.test("derivedMultiplier() is the rounded quotient, held below 2^30", () => {
  assertEquals(derivedMultiplier(1, 3), fixedPoint(Math.fround(1 / 3)));
  assertEquals(derivedMultiplier(2 ** 29, 1), fixedPoint(2 ** 29));
  assertEquals(derivedMultiplier(2 ** 60, 2 ** -60), fixedPoint(2 ** 30 - 64));
});

Deno.test("dynamicParameters() holds infinite bounds to half of the largest float32", () => {
  const { scale, zeroPoint } = dynamicParameters({ lo: -Infinity, hi: Infinity, scaleFloor: 0 });
  assertEquals([scale as number, zeroPoint as number], [Math.fround(largest / 255), -1]);
});

Deno.test("meanMultiplier() of one element is the multiplier of the scales", () => {
  assertEquals(meanMultiplier(0.5, 0.75, { count: 1 }), fixedPoint(0.5 / 0.75));
  // floor(2^30 * 2^5 / 49) with shift 1 - 5.
  assertEquals(meanMultiplier(1, 1, { count: 49 }), {
    multiplier: Math.floor(2 ** 35 / 49),
    shift: -4,
  });
});

Deno.test("softmaxScaling() keeps only the maximum from a scale of 16 on", () => {
  assertEquals(softmaxScaling(15.99).lowest, -1);
  assertEquals(softmaxScaling(16).lowest + 0, 0);
  assertEquals(softmaxScaling(1), { multiplier: fixedPoint(2 ** 26), lowest: -15 });
});
