import { assert, assertAlmostEquals } from "@std/assert";
import { applyShift, type ShiftName, shifts } from "../../../src/data/shifts/mod.ts";
import { bytes, raw } from "./forms.ts";

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
    form: bytes([SIDE, SIDE, 1]),
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
    const sigma = shifts["gaussian-noise"].ladder![severity - 1]!;
    const photons = shifts["shot-noise"].ladder![severity - 1]!;
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
    const expected = shifts["impulse-noise"].ladder![severity - 1]! / 2;
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

Deno.test(`dither has the variance of the step (seed ${SEED})`, () => {
  const count = SIDE * SIDE;
  const ids = [1];
  for (const [domain, shift] of [["audio", "gain"], ["vector", "scale"]] as const) {
    for (const step of [0.5847, 1, 100]) {
      const form = raw(domain, [count], step);
      const shifted = applyShift(new Float32Array(count), {
        shift,
        severity: 3,
        seed: SEED,
        ids,
        form,
      });
      const { mean, variance } = moments(shifted);
      const target = (2 * step) ** 2 / 12;
      assertAlmostEquals(mean, 0, 5 * Math.sqrt(target) / SIDE, `${shift} with step ${step}`);
      assertAlmostEquals(variance / target, 1, 0.05, `${shift} with step ${step}`);
    }
  }
});

Deno.test(`noise has the variance of its signal-to-noise ratio (seed ${SEED})`, () => {
  const count = SIDE * SIDE;
  // A standard deviation of 3 about a large constant part, as log-mel features in dB have it.
  const values = Float32Array.from({ length: count }, (_, index) => index % 2 ? -47 : -41);
  for (const domain of ["audio", "vector"] as const) {
    for (const [index, ratioDb] of shifts.noise.ladder!.entries()) {
      const shifted = applyShift(values, {
        shift: "noise",
        severity: index + 1,
        seed: SEED,
        ids: [7],
        form: raw(domain, [count]),
      });
      const { mean, variance } = moments(shifted.map((value, at) => value - values[at]!));
      const target = 9 * 10 ** (-ratioDb / 10);
      assertAlmostEquals(mean, 0, 5 * Math.sqrt(target) / SIDE, `${ratioDb} dB`);
      // 5 standard errors of a variance from 10,000 normal values are 7 %.
      assertAlmostEquals(variance / target, 1, 0.07, `${ratioDb} dB`);
    }
  }
});
