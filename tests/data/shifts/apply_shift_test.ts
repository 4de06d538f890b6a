import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { domains } from "../../../src/data/domain.ts";
import type { SampleForm } from "../../../src/data/sample_source.ts";
import {
  applyShift,
  type Ladder,
  severities,
  shiftNames,
  type ShiftOptions,
  shifts,
  shiftsOf,
} from "../../../src/data/shifts/mod.ts";
import { bytes, offsets, raw as rawForm } from "./forms.ts";

const SEED = 20_240;
const size = 77;
/** One form of each domain: three dimensions, of prime sizes. */
const forms: { readonly [domain in SampleForm["domain"]]: SampleForm } = {
  image: bytes([7, 11, 1]),
  audio: rawForm("audio", [7, 11, 1], 0.5847),
  vector: rawForm("vector", [7, 11, 1], 1),
};
/** Every shift with every domain that it is for. */
const cases = domains.flatMap((domain) => shiftsOf(domain).map((shift) => ({ domain, shift })));
/** Three samples whose values are pixels from 0 to 255, in steps. */
const raw = Float32Array.from({ length: 3 * size }, (_, index) => (index * 83) % 256);
const ids = [5, 900, 17] as const;

const defaults = { shift: "gain", severity: 3, seed: SEED, ids, form: forms.image } as const;

function shiftAll(changes: Partial<ShiftOptions>): Float32Array {
  return applyShift(raw, { ...defaults, ladders: { offset: offsets }, ...changes });
}

const noisy = ["gaussian-noise", "shot-noise", "impulse-noise", "gain", "scale", "noise"];
const unitShifts = shiftNames.filter((name) => shifts[name].values === "unit");

Deno.test(`applyShift() depends on seed and id, not on the batch (seed ${SEED})`, () => {
  for (const { domain, shift } of cases) {
    const form = forms[domain];
    const all = shiftAll({ shift, form });
    ids.forEach((id, index) => {
      const [start, end] = [index * size, (index + 1) * size];
      const alone = applyShift(raw.subarray(start, end), {
        shift,
        severity: 3,
        seed: SEED,
        ids: [id],
        form,
        ladders: { offset: offsets },
      });
      assertEquals(alone, all.slice(start, end), `${shift} of ${domain}, sample ${id}`);
    });
    assertEquals(shiftAll({ shift, form }), all, `${shift} repeats`);
    const differs = noisy.includes(shift) ? assertNotEquals : assertEquals;
    differs(shiftAll({ shift, form, seed: SEED + 1 }), all, `${shift} of ${domain}: seed`);
    differs(shiftAll({ shift, form, ids: [6, 900, 17] }), all, `${shift} of ${domain}: id`);
  }
});

Deno.test("bounded shifts give whole levels of a byte between black and white", () => {
  for (const white of [255, 1, 1023, 0.1]) {
    const pixels = raw.map((value) => value * white / 255);
    const form = { ...forms.image, white };
    const levels = Float32Array.from(
      { length: 256 },
      (_, level) => level * Math.fround(white) / 255,
    );
    const whole = new Set(levels);
    for (const shift of unitShifts) {
      for (const severity of severities) {
        const shifted = applyShift(pixels, { ...defaults, shift, severity, form });
        assert(shifted.every((value) => whole.has(value)), `${shift} ${severity}, white ${white}`);
      }
    }
  }
});

Deno.test("bounded shifts of k / 255 in float32 are those of bytes, halves too", () => {
  const all = Float32Array.from({ length: 256 }, (_, level) => level);
  const form = bytes([16, 16, 1]);
  for (const shift of unitShifts) {
    for (const severity of severities) {
      const options = { ...defaults, shift, severity, ids: [0] };
      assertEquals(
        applyShift(all.map((value) => value / 255), {
          ...options,
          form: { ...form, white: 1, step: 0 },
        }),
        applyShift(all, { ...options, form }).map((value) => value / 255),
        `${shift} at severity ${severity}`,
      );
    }
  }
});

Deno.test("applyShift() leaves its input as it was", () => {
  const before = raw.slice();
  for (const { domain, shift } of cases) shiftAll({ shift, form: forms[domain] });
  assertEquals(raw, before);
});

Deno.test("applyShift() moves values further with each severity", () => {
  const random = ["shot-noise", "impulse-noise"];
  for (const { domain, shift } of cases.filter(({ shift }) => !random.includes(shift))) {
    let previous = 0;
    for (const severity of severities) {
      const moved = shiftAll({ shift, severity, form: forms[domain] })
        .reduce((total, value, index) => total + Math.abs(value - raw[index]!), 0);
      assert(moved > previous, `${shift} at severity ${severity}: ${moved} after ${previous}`);
      previous = moved;
    }
  }
});

Deno.test("applyShift() scales the same noise: no value turns back", () => {
  const at = (shift: "gaussian-noise" | "impulse-noise") =>
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

const scaling = [["image", "gain", 1], ["audio", "gain", 0.5847], ["vector", "scale", 1]] as const;

for (const [domain, shift, step] of scaling) {
  Deno.test(`${shift} of ${domain} samples dithers by half a step and scales exactly`, () => {
    const form = { ...forms[domain], step };
    const severe = severities.map((severity) => shiftAll({ shift, severity, form }));
    const factors = [1.25, 1.5, 2, 3, 4];
    let smallest = Infinity;
    let largest = -Infinity;
    raw.forEach((value, index) => {
      const dither = severe[4]![index]! / 4 - value;
      smallest = Math.min(smallest, dither / step);
      largest = Math.max(largest, dither / step);
      factors.forEach((factor, rung) => {
        const error = Math.abs(severe[rung]![index]! / factor - (value + dither));
        assert(error < 1e-4, `severity ${rung + 1}, value ${index}: off by ${error}`);
      });
    });
    assert(smallest >= -0.5001 && smallest < -0.45, `smallest dither ${smallest} (seed ${SEED})`);
    assert(largest <= 0.5001 && largest > 0.45, `largest dither ${largest} (seed ${SEED})`);
  });

  Deno.test(`${shift} of ${domain} samples with step 0 is the product, not dithered`, () => {
    const values = raw.map((value, index) => index % 2 ? -value / 7 : value / 3);
    const form = { ...forms[domain], step: 0 };
    for (const severity of severities) {
      const factor = shifts[shift].ladder![severity - 1]!;
      assertEquals(
        applyShift(values, { ...defaults, shift, severity, form }),
        values.map((value) => value * factor),
      );
    }
  });

  Deno.test(`${shift} of ${domain} samples takes a ladder, and values of any size`, () => {
    const form = { ...forms[domain], step };
    const ladder = [1.25, 1.5, 8, 3, 4] as const;
    // From 2 to 8 is a power of two, so float32 rounds alike.
    assertEquals(
      shiftAll({ shift, form, ladders: { [shift]: ladder } }),
      shiftAll({ shift, form }).map((value) => value * 4),
    );
    const wide = applyShift(Float32Array.of(-1000, 4000), {
      ...defaults,
      shift,
      ids: [0],
      form: { ...form, shape: [2] },
    });
    assert(wide[0]! < -1998 && wide[1]! > 7998, `${wide}`);
  });
}

Deno.test("offset adds its ladder's value, whatever the step", () => {
  const values = Float32Array.of(-40.25, 0, 0.1, 16_777_216, 3);
  for (const domain of ["audio", "vector"] as const) {
    for (const step of [0, 0.5847, 1]) {
      const form = rawForm(domain, [5], step);
      const ladder: Ladder = [-6, 0, 0.1, 1, 3e38];
      for (const severity of severities) {
        const options = { ...defaults, shift: "offset", severity, ids: [0], form } as const;
        assertEquals(
          applyShift(values, { ...options, ladders: { offset: ladder } }),
          values.map((value) => value + ladder[severity - 1]!),
        );
      }
    }
  }
});

Deno.test("applyShift() takes no samples at all", () => {
  for (const { domain, shift } of cases) {
    const options = { ...defaults, shift, ids: [], form: forms[domain] };
    const none = applyShift(new Float32Array(), { ...options, ladders: { offset: offsets } });
    assertEquals(none, new Float32Array());
  }
});
