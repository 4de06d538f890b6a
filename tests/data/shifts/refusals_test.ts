import { assertThrows } from "@std/assert";
import { domains } from "../../../src/data/domain.ts";
import {
  applyShift,
  type Ladder,
  type ShiftName,
  shiftNames,
  type ShiftOptions,
  shifts,
  shiftsOf,
} from "../../../src/data/shifts/mod.ts";
import { bytes, offsets, raw } from "./forms.ts";

/** A form that a shift is for, of one value. */
function formFor(shift: ShiftName) {
  const [domain] = shifts[shift].domains;
  return domain === "image" ? bytes([1, 1, 1]) : raw(domain!, [1]);
}

function one(value: number, changes: Partial<ShiftOptions>): Float32Array {
  const shift = changes.shift ?? "blur";
  return applyShift(Float32Array.of(value), {
    shift,
    severity: 1,
    seed: 1,
    ids: [42],
    form: formFor(shift),
    ladders: { offset: offsets },
    ...changes,
  });
}

function refuses(run: () => unknown, message: string): void {
  assertThrows(run, RangeError, message);
}

Deno.test("applyShift() refuses severities that are not 1 to 5", () => {
  for (const severity of [0, 6, 1.5, NaN, -1]) {
    for (const shift of shiftNames) {
      const message = `Cannot apply ${shift}: its severity must be 1 to 5, got ${severity}`;
      refuses(() => one(0, { shift, severity }), message);
    }
  }
});

Deno.test("applyShift() refuses samples of a domain that the shift is not for", () => {
  for (const domain of domains) {
    const form = domain === "image" ? bytes([1, 1, 1]) : raw(domain, [1]);
    const ours = shiftsOf(domain);
    for (const shift of shiftNames.filter((name) => !ours.includes(name))) {
      const start = `Cannot apply ${shift}: it is for ${
        shifts[shift].domains.join(" and ")
      } samples`;
      const end = `got ${domain} samples; choose from ${ours.join(", ")}`;
      refuses(() => one(0, { shift, form }), `${start}, ${end}`);
    }
  }
});

Deno.test("applyShift() refuses values that do not fill the samples", () => {
  for (const ids of [[], [1, 2]]) {
    const message = `${ids.length} samples of shape [1, 1, 1] need ${ids.length} values, got 1`;
    refuses(() => one(0, { ids }), message);
  }
});

Deno.test("applyShift() refuses values that are not finite, or not between black and white", () => {
  for (const shift of shiftNames) {
    const bounded = shifts[shift].values === "unit";
    for (const value of [NaN, Infinity, -Infinity]) {
      const rule = bounded ? "lie in [0, 255]" : "be finite";
      const message = `Cannot apply ${shift} to sample 42: raw values must ${rule}, got ${value}`;
      refuses(() => one(value, { shift }), message);
    }
  }
  for (const white of [255, 1, 1023]) {
    const form = { ...bytes([1, 1, 1]), white };
    one(0, { form });
    one(white, { form });
    for (const value of [-0.0001, white * 1.001]) {
      refuses(
        () => one(value, { form }),
        `raw values must lie in [0, ${white}], got ${value < 0 ? "-" : ""}`,
      );
    }
  }
});

Deno.test("applyShift() refuses results beyond float32", () => {
  const cases = [
    ["gain", bytes([1]), undefined],
    ["gain", raw("audio", [1]), undefined],
    ["scale", raw("vector", [1]), undefined],
    ["offset", raw("vector", [1]), [3e38, 1, 1, 1, 1]],
  ] as const;
  for (const [shift, form, ladder] of cases) {
    const message = `Cannot apply ${shift} to sample 42: shifted values must fit float32, got `;
    refuses(() => one(3e38, { shift, form, ladders: { [shift]: ladder } }), message);
  }
  const noisy = { shift: "noise", severity: 1, seed: 1, ids: [42] } as const;
  const options = { ...noisy, form: raw("audio", [2]) };
  refuses(() =>
    applyShift(Float32Array.of(-3e38, 3e38), {
      ...options,
      ladders: { noise: [-1000, 0, 0, 0, 0] },
    }), "shifted values must fit float32");
});

Deno.test("applyShift() refuses ladders that are wrong, missing or not for the shift", () => {
  const finite = [NaN, Infinity, -Infinity];
  const wrong: { readonly [shift in ShiftName]?: readonly [string, readonly number[]] } = {
    gain: ["five positive factors", [...finite, 0, -1]],
    scale: ["five positive factors", [...finite, 0, -1]],
    offset: ["five finite numbers", finite],
    noise: ["five ratios in dB from -1000 to 1000", [...finite, 1001, -1001]],
  };
  for (const shift of shiftNames) {
    const given = (ladder: readonly number[]) => () =>
      one(0, { shift, ladders: { [shift]: ladder as Ladder } });
    const [rule, values] = wrong[shift] ?? [undefined, []];
    if (rule === undefined) {
      refuses(given([1, 2, 3, 4, 5]), `Cannot apply ${shift}: it takes no ladder of its own`);
      continue;
    }
    const message = `Cannot apply ${shift}: its ladder must be ${rule}, got [`;
    for (const value of values) refuses(given([1, 2, 3, 4, value]), message);
    for (const ladder of [[], [1, 2, 3, 4], [1, 2, 3, 4, 5, 6]]) refuses(given(ladder), message);
    given([1, 2, 3, 4, 5])();
  }
  for (const ladders of [{}, { gain: [1, 2, 3, 4, 5] as const }, { offset: undefined }]) {
    const message = "Cannot apply offset: its ladder must be given, in the raw units of the data";
    refuses(() => one(0, { shift: "offset", ladders }), message);
  }
});

Deno.test("applyShift() refuses forms that make no sense", () => {
  for (const white of [0, -1, NaN, Infinity, 1e-60, 1e60]) {
    const message = `Cannot apply blur: white must be positive and finite, got ${white}`;
    refuses(() => one(0, { form: { ...bytes([1, 1, 1]), white } }), message);
  }
  for (const step of [-1, NaN, Infinity]) {
    const message = `Cannot apply scale: the step must be 0 or more, got ${step}`;
    refuses(() => one(0, { shift: "scale", form: raw("vector", [1], step) }), message);
  }
  for (const shape of [[1], [1, 1], [1, 1, 1, 1]]) {
    const message = `[height, width, channels], got [${shape.join(", ")}]`;
    refuses(() => one(0, { form: bytes(shape) }), message);
  }
  const two = { severity: 1, seed: 1, ids: [0], form: bytes([1, 1, 2]) };
  for (const shift of ["brighten", "darken"] as const) {
    refuses(() => applyShift(new Float32Array(2), { ...two, shift }), "1 or 3 channels, got 2");
  }
});
