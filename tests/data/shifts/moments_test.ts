import { assert, assertAlmostEquals } from "@std/assert";
import { applyShift, type ShiftName, shifts } from "../../../src/data/mod.ts";

const SEED = 20_240;
const SIDE = 100;

/** What a shift makes of a flat image of one value. */
function shiftFlat(shift: ShiftName, options: { value: number; severity: number }): Float32Array {
  const pixels = new Float32Array(SIDE * SIDE).fill(options.value);
  return applyShift(pixels, {
    shift,
    severity: options.severity,
    seed: SEED,
    ids: [0],
    shape: [SIDE, SIDE, 1],
  });
}

function moments(values: Float32Array): { readonly mean: number; readonly variance: number } {
  const mean = values.reduce((total, value) => total + value, 0) / values.length;
  const squares = values.reduce((total, value) => total + (value - mean) ** 2, 0);
  return { mean, variance: squares / values.length };
}

Deno.test(`noise has the variance of its severity (seed ${SEED})`, () => {
  const value = 102; // 0.4, from which no noise of these severities is clipped
  for (const severity of [1, 3, 5]) {
    const sigma = shifts["gaussian-noise"].ladder[severity - 1]!;
    const photons = shifts["shot-noise"].ladder[severity - 1]!;
    const expected = { "gaussian-noise": sigma * sigma, "shot-noise": 0.4 / photons } as const;
    for (const shift of ["gaussian-noise", "shot-noise"] as const) {
      const { mean, variance } = moments(shiftFlat(shift, { value, severity }));
      const name = `${shift} at severity ${severity}`;
      // Rounding to pixels adds about 1/12; 5 standard errors are 7 % of the variance.
      const target = 255 * 255 * expected[shift] + 1 / 12;
      assertAlmostEquals(mean, value, 5 * Math.sqrt(target) / SIDE, name);
      assertAlmostEquals(variance / target, 1, 0.08, name);
    }
  }
});

Deno.test(`impulse-noise replaces its share, half by 0 and half by 255 (seed ${SEED})`, () => {
  for (const severity of [1, 3, 5]) {
    const shifted = shiftFlat("impulse-noise", { value: 102, severity });
    const expected = shifts["impulse-noise"].ladder[severity - 1]! / 2;
    for (const extreme of [0, 255]) {
      const share = shifted.filter((value) => value === extreme).length / shifted.length;
      const error = 5 * Math.sqrt(expected / shifted.length);
      assertAlmostEquals(share, expected, error, `${extreme} at severity ${severity}`);
    }
    assert(shifted.every((value) => value === 0 || value === 102 || value === 255));
  }
});

Deno.test("flat images stay flat under contrast and blur", () => {
  for (const shift of ["contrast", "blur"] as const) {
    for (const value of [0, 1, 77, 254, 255]) {
      const shifted = shiftFlat(shift, { value, severity: 5 });
      assert(shifted.every((pixel) => pixel === value), `${shift} of ${value}`);
    }
  }
});

Deno.test("gain of 0 is dither alone, of mean 0 and variance 1/12 of a step", () => {
  const { mean, variance } = moments(shiftFlat("gain", { value: 0, severity: 5 }));
  assertAlmostEquals(mean / 4, 0, 5 * Math.sqrt(1 / 12) / SIDE, `seed ${SEED}`);
  assertAlmostEquals(variance / 16 * 12, 1, 0.05, `seed ${SEED}`);
});
