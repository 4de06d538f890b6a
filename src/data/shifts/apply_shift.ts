import { elementCount, formatShape } from "../../tensor/mod.ts";
import { randomStream } from "../random.ts";
import type { SampleForm } from "../sample_source.ts";
import type { Ladder } from "./ladder.ts";
import { type Ladders, type ShiftName, shifts, shiftsOf } from "./shifts.ts";

/** Options of {@link applyShift}. */
export interface ShiftOptions {
  readonly shift: ShiftName;
  /** 1 to 5. */
  readonly severity: number;
  readonly seed: number;
  /** The id of each sample: its noise belongs to it, in whatever batch it comes. */
  readonly ids: readonly number[];
  /** What the samples are; a sample source is one. */
  readonly form: SampleForm;
  /** Ladders that replace the defaults of `gain`, `scale` and `noise`; `offset` has no default. */
  readonly ladders?: Ladders;
}

const FULL = 255;
/** Far above the error of float64 here, far below a step: decides what counts as half. */
const HALF_TOLERANCE = 1e-9;

/**
 * Shifts raw samples, before any preprocessing. `raw` holds one sample an id; the result likewise.
 *
 * Bounded shifts of images work on v = pixel / white in float64, are clipped to [0, 1] and come back on
 * the levels of a byte, rounded half up: floor(255 v + 0.5 + 1e-9) * white / 255. CIFAR-10-C truncates
 * instead, which darkens every image by half a step on average and turns some pixels that the shift
 * leaves alone into their neighbour; rounding does neither. The 1e-9 makes every exact half round alike
 * (255 * 0.1 is 25.5, so brighten has nothing but halves at severity 2). Bytes stored as k / 255 in
 * float32 round like the bytes: 24 bits of a number that repeats every 8 bits always round up.
 *
 * The other shifts work on raw values of any size, neither clipped nor rounded.
 *
 * Noise is seeded for each (seed, shift, id), and severities scale the same noise. The result is the
 * same, bit for bit, on every machine.
 *
 * @throws {RangeError} When the shift is not for samples of that domain, the severity is not 1 to 5,
 * a ladder is wrong, missing (offset) or not for the shift, the values do not fill the samples or are
 * not finite (bounded shifts: not in [0, white]), or shifted values do not fit float32.
 *
 * @example
 * ```ts
 * import { applyShift } from "./apply_shift.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const pixels = new Float32Array([0, 100, 200, 255]);
 * const form = { domain: "image", shape: [2, 2, 1], white: 255, step: 1 } as const;
 * assertEquals(
 *   applyShift(pixels, { shift: "brighten", severity: 3, seed: 1, ids: [0], form }),
 *   new Float32Array([38, 138, 238, 255]),
 * );
 * ```
 */
export function applyShift(raw: Float32Array, options: ShiftOptions): Float32Array {
  const { shift: name, seed, ids, form } = options;
  checkForm(name, form);
  const parameter = ladderOf(name, options.ladders)[severityIndex(options)]!;
  const size = elementCount(form.shape);
  if (raw.length !== ids.length * size) {
    throw new RangeError(
      `Cannot apply ${name}: ${ids.length} samples of shape ${formatShape(form.shape)} need ` +
        `${ids.length * size} values, got ${raw.length}`,
    );
  }
  const shifted = new Float32Array(raw.length);
  ids.forEach((id, index) => {
    const start = index * size;
    const sample = raw.subarray(start, start + size);
    shifted.set(shiftSample(sample, { name, seed, id, form, parameter }), start);
  });
  return shifted;
}

interface SampleOptions {
  readonly name: ShiftName;
  readonly seed: number;
  readonly id: number;
  readonly form: SampleForm;
  readonly parameter: number;
}

function shiftSample(sample: Float32Array, options: SampleOptions): Float64Array {
  const { name, seed, id, form: { shape, step }, parameter } = options;
  const shift = shifts[name];
  const context = { parameter, shape, step, stream: randomStream(seed, ["shift", name, id]) };
  if (shift.values === "raw") {
    check(sample, { name, id, what: "raw values must be finite", holds: Number.isFinite });
    const shifted = shift.apply(Float64Array.from(sample), context);
    const fits = (value: number) => Number.isFinite(Math.fround(value));
    check(shifted, { name, id, what: "shifted values must fit float32", holds: fits });
    return shifted;
  }
  const white = Math.fround(options.form.white);
  const bounded = (value: number) => value >= 0 && value <= white;
  check(sample, { name, id, what: `raw values must lie in [0, ${white}]`, holds: bounded });
  return shift.apply(Float64Array.from(sample, (value) => value / white), context)
    .map((value) => toByte(value) * white / FULL);
}

function toByte(value: number): number {
  return Math.floor(FULL * Math.min(Math.max(value, 0), 1) + 0.5 + HALF_TOLERANCE);
}

/**
 * The ladder of a shift: that of `ladders`, or its default.
 *
 * @throws {RangeError} When the ladder given is not one for the shift, or there is none at all.
 */
export function ladderOf(name: ShiftName, ladders: Ladders = {}): Ladder {
  const shift = shifts[name];
  const own = ladders[name];
  if (own === undefined) {
    if (shift.ladder !== undefined) return shift.ladder;
    throw new RangeError(
      `Cannot apply ${name}: its ladder must be given, in the raw units of the data, got none; ` +
        `give five values, mild to severe, as the ladder of ${name}`,
    );
  }
  if (shift.values === "unit") {
    throw new RangeError(
      `Cannot apply ${name}: it takes no ladder of its own, got [${own.join(", ")}]; leave it out`,
    );
  }
  const { values, accepts } = shift.ladderRule;
  if (own.length === 5 && own.every(accepts)) return own;
  throw new RangeError(
    `Cannot apply ${name}: its ladder must be five ${values}, got [${own.join(", ")}]`,
  );
}

function severityIndex({ shift, severity }: ShiftOptions): number {
  if (Number.isInteger(severity) && severity >= 1 && severity <= 5) return severity - 1;
  throw new RangeError(`Cannot apply ${shift}: its severity must be 1 to 5, got ${severity}`);
}

function checkForm(name: ShiftName, { domain, white, step }: SampleForm): void {
  const { domains } = shifts[name];
  if (!domains.includes(domain)) {
    throw new RangeError(
      `Cannot apply ${name}: it is for ${domains.join(" and ")} samples, got ${domain} samples; ` +
        `choose from ${shiftsOf(domain).join(", ")}`,
    );
  }
  const rounded = Math.fround(white);
  if (!(rounded > 0 && rounded < Infinity)) {
    throw new RangeError(`Cannot apply ${name}: white must be positive and finite, got ${white}`);
  }
  if (!(step >= 0 && step < Infinity)) {
    throw new RangeError(`Cannot apply ${name}: the step must be 0 or more, got ${step}`);
  }
}

interface Check {
  readonly name: ShiftName;
  readonly id: number;
  readonly what: string;
  readonly holds: (value: number) => boolean;
}

function check(values: Float32Array | Float64Array, { name, id, what, holds }: Check): void {
  for (const value of values) {
    if (!holds(value)) {
      throw new RangeError(`Cannot apply ${name} to sample ${id}: ${what}, got ${value}`);
    }
  }
}
