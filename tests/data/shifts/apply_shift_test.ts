import { assert, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { applyShift, severities, shiftNames, type ShiftOptions } from "../../../src/data/mod.ts";
import golden from "./golden.json" with { type: "json" };

function values(text: string): Float32Array {
  return Float32Array.from(text.split(" "), Number);
}

Deno.test("applyShift() equals golden.json for every shift and severity", () => {
  for (const { name, id, shape, pixels, shifted } of golden.images) {
    for (const shift of shiftNames) {
      for (const severity of severities) {
        const options = { shift, severity, seed: golden.seed, ids: [id], shape };
        assertEquals(
          applyShift(values(pixels), options),
          values(shifted[shift][severity - 1]!),
          `${shift} at severity ${severity} of the ${name} image`,
        );
      }
    }
  }
});

const SEED = 20_240;
const shape = [9, 11, 1] as const;
const size = 99;
/** Three samples whose values are all pixels from 0 to 255 in steps, an order apart. */
const raw = Float32Array.from({ length: 3 * size }, (_, index) => (index * 83) % 256);
const ids = [5, 900, 17] as const;

function shiftAll(changes: Partial<ShiftOptions>): Float32Array {
  return applyShift(raw, { shift: "gain", severity: 3, seed: SEED, ids, shape, ...changes });
}

const noisy = ["gaussian-noise", "shot-noise", "impulse-noise", "gain"] as const;

Deno.test(`applyShift() depends on seed and id, not on the batch (seed ${SEED})`, () => {
  for (const shift of shiftNames) {
    const all = shiftAll({ shift });
    ids.forEach((id, index) => {
      const [start, end] = [index * size, (index + 1) * size];
      const alone = applyShift(raw.subarray(start, end), {
        shift,
        severity: 3,
        seed: SEED,
        ids: [id],
        shape,
      });
      assertEquals(alone, all.slice(start, end), `${shift}, sample ${id}`);
    });
    assertEquals(shiftAll({ shift }), all, `${shift} repeats`);
  }
  for (const shift of noisy) {
    assertNotEquals(shiftAll({ shift, seed: SEED + 1 }), shiftAll({ shift }), `${shift}: seed`);
    assertNotEquals(shiftAll({ shift, ids: [6, 900, 17] }), shiftAll({ shift }), `${shift}: id`);
  }
});

Deno.test("applyShift() gives whole pixels in [0, 255] for every shift but gain", () => {
  for (const shift of shiftNames.filter((name) => name !== "gain")) {
    for (const severity of severities) {
      const shifted = shiftAll({ shift, severity });
      const whole = shifted.every((v) => v >= 0 && v <= 255 && Number.isInteger(v));
      assert(whole, `${shift} at severity ${severity}`);
    }
  }
});

Deno.test("applyShift() leaves its input as it was", () => {
  const before = raw.slice();
  for (const shift of shiftNames) shiftAll({ shift });
  assertEquals(raw, before);
});

Deno.test("applyShift() moves values further with each severity", () => {
  for (const shift of ["brighten", "darken", "contrast", "blur", "gain"] as const) {
    let previous = 0;
    for (const severity of severities) {
      const moved = shiftAll({ shift, severity })
        .reduce((total, value, index) => total + Math.abs(value - raw[index]!), 0);
      assert(moved > previous, `${shift} at severity ${severity}: ${moved} after ${previous}`);
      previous = moved;
    }
  }
});

Deno.test("applyShift() scales the same noise: no value turns back", () => {
  const at = (shift: typeof noisy[number]) =>
    severities.map((severity) => shiftAll({ shift, severity }));
  const gaussian = at("gaussian-noise");
  const impulse = at("impulse-noise");
  raw.forEach((value, index) => {
    for (let step = 1; step < severities.length; step++) {
      const [less, more] = [gaussian[step - 1]![index]! - value, gaussian[step]![index]! - value];
      assert(less * more >= 0 && Math.abs(more) >= Math.abs(less), `gaussian-noise at ${index}`);
      const hit = impulse[step - 1]![index]!;
      if (hit !== value) assertEquals(impulse[step]![index], hit, `impulse-noise at ${index}`);
    }
  });
});

Deno.test("gain dithers by half a step and scales exactly", () => {
  const severe = severities.map((severity) => shiftAll({ severity }));
  const factors = [1.25, 1.5, 2, 3, 4];
  let smallest = Infinity;
  let largest = -Infinity;
  raw.forEach((value, index) => {
    const dither = severe[4]![index]! / 4 - value;
    smallest = Math.min(smallest, dither);
    largest = Math.max(largest, dither);
    factors.forEach((factor, step) => {
      const error = Math.abs(severe[step]![index]! / factor - (value + dither));
      assert(error < 1e-4, `severity ${step + 1}, value ${index}: off by ${error}`);
    });
  });
  assert(smallest >= -0.5 && smallest < -0.45, `smallest dither ${smallest} (seed ${SEED})`);
  assert(largest <= 0.5 && largest > 0.45, `largest dither ${largest} (seed ${SEED})`);
});

Deno.test("gain takes a ladder and values beyond pixels", () => {
  const ladder = [1.25, 1.5, 8, 3, 4] as const;
  // From 2 to 8 is a power of two, so float32 rounds alike.
  assertEquals(shiftAll({ ladder }), shiftAll({}).map((value) => value * 4));
  const wide = applyShift(Float32Array.of(-1000, 4000), {
    shift: "gain",
    severity: 3,
    seed: 1,
    ids: [0],
    shape: [2],
  });
  assert(wide[0]! < -1998 && wide[1]! > 7998, `${wide}`);
});

Deno.test("applyShift() refuses wrong severities, sizes, values, ladders and shapes", () => {
  for (const severity of [0, 6, 1.5, NaN, -1]) {
    for (const shift of shiftNames) {
      const message = `Cannot apply ${shift}: its severity must be 1 to 5, got ${severity}`;
      assertThrows(() => shiftAll({ shift, severity }), RangeError, message);
    }
  }
  assertThrows(() => shiftAll({ ids: [1, 2] }), RangeError, "need 198 values, got 297");
  const one = (value: number, changes: Partial<ShiftOptions> = {}) =>
    applyShift(Float32Array.of(value), {
      shift: "blur",
      severity: 1,
      seed: 1,
      ids: [42],
      shape: [1, 1, 1],
      ...changes,
    });
  for (const value of [NaN, -1, 255.5, Infinity]) {
    assertThrows(() => one(value), RangeError, `to sample 42: raw values must lie in [0, 255]`);
  }
  for (const value of [NaN, Infinity]) {
    assertThrows(() => one(value, { shift: "gain" }), RangeError, `must be finite, got ${value}`);
  }
  const ladder = [1, 2, 3, 4, 5] as const;
  assertThrows(() => one(0, { ladder }), RangeError, "only gain takes a ladder");
  for (const factor of [0, -1, NaN, Infinity]) {
    const wrong = [1, 2, 3, 4, factor] as const;
    assertThrows(() => one(0, { shift: "gain", ladder: wrong }), RangeError, "positive factors");
  }
  for (const wrong of [[1], [1, 1], [1, 1, 1, 1]]) {
    const message = `[height, width, channels], got [${wrong.join(", ")}]`;
    assertThrows(() => one(0, { shape: wrong }), RangeError, message);
  }
  const two = { shift: "brighten", shape: [1, 1, 2] } as const;
  assertThrows(
    () => applyShift(new Float32Array(2), { ...two, severity: 1, seed: 1, ids: [0] }),
    RangeError,
    "1 or 3 channels, got 2",
  );
});
