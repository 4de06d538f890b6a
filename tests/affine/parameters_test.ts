import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  codeRange,
  makeScale,
  makeZeroPoint,
  parametersFromRange,
  quantizeValue,
  representedRange,
  roundHalfAway,
} from "../../src/affine/mod.ts";

const seed = 20261121;
const f = Math.fround;

Deno.test("roundHalfAway() takes ties away from zero", () => {
  const cases: readonly (readonly [number, number])[] = [
    [0.5, 1],
    [-0.5, -1],
    [1.5, 2],
    [2.5, 3],
    [-2.5, -3],
    [0.49999999999999994, 0],
    [-0.49999999999999994, 0],
    [2 ** 52 + 1, 2 ** 52 + 1],
  ];
  for (const [x, expected] of cases) assertEquals(roundHalfAway(x), expected, `${x}`);
});

Deno.test("makeScale() and makeZeroPoint() check their values", () => {
  for (const value of [0, -1, NaN, Infinity, 1e-60, 1e60]) {
    assertThrows(() => makeScale(value), RangeError, "positive and finite");
  }
  for (const value of [-129, 128, 0.5, NaN]) {
    assertThrows(() => makeZeroPoint(value), RangeError, "[-128, 127]");
  }
  assertEquals(makeScale(0.1), f(0.1));
});

Deno.test("parametersFromRange() follows the float32 formula", () => {
  const cases: readonly (readonly [number, number, number, number])[] = [
    [0, 255, 1, -128],
    [-128, 127, 1, 0],
    [-255, 0, 1, 127],
    [3, 255, 1, -128], // widened to include 0
    [-255, -3, 1, 127],
    [0, 0, 1, 0],
    [-0, 0, 1, 0],
    [0, 1, f(1 / 255), -128],
    [-1, 1, f(2 / 255), 0], // -128 + 127.5 = -0.5, which float32 division leaves just above
  ];
  for (const [lo, hi, scale, zeroPoint] of cases) {
    const parameters = parametersFromRange(lo, hi);
    assertEquals<number>(parameters.scale, scale, `[${lo}, ${hi}]`);
    const expected = hi === 1 && lo === -1 ? roundHalfAway(f(-128 - f(-1 / scale))) : zeroPoint;
    assertEquals<number>(parameters.zeroPoint, expected, `[${lo}, ${hi}]`);
  }
});

Deno.test("parametersFromRange() keeps tiny ranges above a scale of zero", () => {
  const { scale } = parametersFromRange(0, 1e-42);
  assertEquals<number>(scale, 2 ** -126);
});

Deno.test("parametersFromRange() raises the scale to its floor", () => {
  assertEquals<number>(parametersFromRange(0, 1, 0.5).scale, 0.5);
  assertEquals<number>(parametersFromRange(0, 0, 0.5).scale, 1);
  assertEquals<number>(parametersFromRange(0, 0, 2).scale, 2);
});

Deno.test("parametersFromRange() refuses ranges that are not finite", () => {
  const huge = 3.4e38;
  for (const [lo, hi] of [[NaN, 1], [0, Infinity], [-huge, huge]] as const) {
    assertThrows(() => parametersFromRange(lo, hi), RangeError, "finite");
  }
});

Deno.test(`a range is represented to within a step (seed ${seed})`, () => {
  const real = fc.float({ min: -1000, max: 1000, noNaN: true });
  fc.assert(
    fc.property(real, real, (a, b) => {
      const [lo, hi] = [Math.min(a, b, 0), Math.max(a, b, 0)];
      const parameters = parametersFromRange(lo, hi);
      const represented = representedRange(parameters);
      const step = parameters.scale * 1.001;
      return represented.lo <= lo + step && represented.hi >= hi - step &&
        quantizeValue(0, parameters) === parameters.zeroPoint;
    }),
    { seed },
  );
});

Deno.test("quantizeValue() rounds, saturates and gives NaN the zero point", () => {
  const parameters = { scale: makeScale(0.5), zeroPoint: makeZeroPoint(-3) };
  const cases: readonly (readonly [number, number])[] = [
    [0, -3],
    [0.25, -2],
    [-0.25, -4],
    [0.2499, -3],
    [1e9, 127],
    [-1e9, -128],
    [Infinity, 127],
    [-Infinity, -128],
    [NaN, -3],
  ];
  for (const [x, code] of cases) assertEquals(quantizeValue(x, parameters), code, `${x}`);
});

Deno.test("codeRange() clamps bounds into the codes", () => {
  const parameters = { scale: makeScale(0.05), zeroPoint: makeZeroPoint(-100) };
  const all = { min: -128, max: 127 };
  assertEquals(codeRange({ min: -Infinity, max: Infinity }, parameters), all);
  assertEquals(codeRange({ min: 0, max: Infinity }, parameters), { min: -100, max: 127 });
  assertEquals(codeRange({ min: 0, max: 6 }, parameters), { min: -100, max: 20 });
  assertEquals(codeRange({ min: 6, max: 0 }, parameters), { min: -100, max: -100 });
});
