import { type BoundShape, elementCount, formatShape } from "../../tensor/mod.ts";
import { randomStream } from "../random.ts";
import { blur } from "./blur.ts";
import { brighten } from "./brighten.ts";
import { contrast } from "./contrast.ts";
import { darken } from "./darken.ts";
import { gain } from "./gain.ts";
import { gaussianNoise } from "./gaussian_noise.ts";
import { impulseNoise } from "./impulse_noise.ts";
import { type Ladder, type Shift } from "./shift.ts";
import { shotNoise } from "./shot_noise.ts";

/** The shifts, bounded ones first. */
export const shiftNames = [
  "brighten",
  "darken",
  "contrast",
  "gaussian-noise",
  "shot-noise",
  "impulse-noise",
  "blur",
  "gain",
] as const;

/** The name of a shift. */
export type ShiftName = typeof shiftNames[number];

/** Every shift: what its parameter is, its ladder, and what it does to one sample. */
export const shifts: { readonly [name in ShiftName]: Shift } = {
  "brighten": brighten,
  "darken": darken,
  "contrast": contrast,
  "gaussian-noise": gaussianNoise,
  "shot-noise": shotNoise,
  "impulse-noise": impulseNoise,
  "blur": blur,
  "gain": gain,
};

/** Whether a word is the name of a shift. */
export function isShiftName(name: string): name is ShiftName {
  return (shiftNames as readonly string[]).includes(name);
}

/** Options of {@link applyShift}. */
export interface ShiftOptions {
  readonly shift: ShiftName;
  /** 1 to 5. */
  readonly severity: number;
  readonly seed: number;
  /** The id of each sample: its noise belongs to it, in whatever batch it comes. */
  readonly ids: readonly number[];
  /** Shape of one sample: [height, width, channels]. */
  readonly shape: BoundShape;
  /** Gain only: its five factors. @default {[1.25, 1.5, 2, 3, 4]} */
  readonly ladder?: Ladder;
}

const FULL = 255;
/** Far above the error of float64 here, far below a step: decides what counts as half. */
const HALF_TOLERANCE = 1e-9;

/**
 * Shifts raw samples, before any preprocessing. `pixels` holds one sample an id, in [0, 255]; so does
 * the result, except that gain goes beyond.
 *
 * All shifts but gain work on pixel / 255 in float64, are clipped to [0, 1] and come back as whole
 * pixels, rounded half up: floor(255 v + 0.5 + 1e-9). CIFAR-10-C truncates instead, which darkens
 * every image by half a step on average and turns some pixels that the shift leaves alone into their
 * neighbour; rounding does neither. The 1e-9 makes every exact half round alike (255 * 0.1 is 25.5, so
 * brighten has nothing but halves at severity 2). Gain is neither clipped nor rounded.
 *
 * Noise is seeded for each (seed, shift, id), and severities scale the same noise. The result is the
 * same, bit for bit, on every machine.
 *
 * @throws {RangeError} When the severity is not 1 to 5, the pixels do not fill the samples, a value
 * is not in [0, 255] (for gain: not finite), or a ladder is wrong or not for gain.
 *
 * @example
 * ```ts
 * import { applyShift } from "./apply_shift.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const pixels = new Float32Array([0, 100, 200, 255]);
 * const options = { severity: 3, seed: 1, ids: [0], shape: [2, 2, 1] } as const;
 * assertEquals(
 *   applyShift(pixels, { ...options, shift: "brighten" }),
 *   new Float32Array([38, 138, 238, 255]),
 * );
 * ```
 */
export function applyShift(pixels: Float32Array, options: ShiftOptions): Float32Array {
  const { shift: name, seed, ids, shape } = options;
  const shift = shifts[name];
  const parameter = ladderOf(options)[severityIndex(options)]!;
  const size = elementCount(shape);
  if (pixels.length !== ids.length * size) {
    throw new RangeError(
      `Cannot apply ${name}: ${ids.length} samples of shape ${formatShape(shape)} need ` +
        `${ids.length * size} values, got ${pixels.length}`,
    );
  }
  const shifted = new Float32Array(pixels.length);
  ids.forEach((id, index) => {
    const start = index * size;
    const raw = pixels.subarray(start, start + size);
    checkValues(raw, { name, id });
    const stream = randomStream(seed, ["shift", name, id]);
    const context = { parameter, shape, stream };
    shifted.set(
      shift.domain === "raw"
        ? shift.apply(Float64Array.from(raw), context)
        : shift.apply(Float64Array.from(raw, (value) => value / FULL), context).map(toPixel),
      start,
    );
  });
  return shifted;
}

function toPixel(value: number): number {
  return Math.floor(FULL * Math.min(Math.max(value, 0), 1) + 0.5 + HALF_TOLERANCE);
}

function severityIndex({ shift, severity }: ShiftOptions): number {
  if (Number.isInteger(severity) && severity >= 1 && severity <= 5) return severity - 1;
  throw new RangeError(`Cannot apply ${shift}: its severity must be 1 to 5, got ${severity}`);
}

function ladderOf({ shift, ladder }: ShiftOptions): Ladder {
  if (ladder === undefined) return shifts[shift].ladder;
  if (shift !== "gain") {
    throw new RangeError(
      `Cannot apply ${shift}: only gain takes a ladder of its own, got [${ladder.join(", ")}]`,
    );
  }
  if (ladder.length !== 5 || !ladder.every((factor) => factor > 0 && factor < Infinity)) {
    throw new RangeError(
      `Cannot apply gain: its ladder must be five positive factors, got [${ladder.join(", ")}]`,
    );
  }
  return ladder;
}

function checkValues(
  values: Float32Array,
  { name, id }: { readonly name: ShiftName; readonly id: number },
): void {
  const bounded = shifts[name].domain === "unit";
  const lo = bounded ? 0 : -Number.MAX_VALUE;
  const hi = bounded ? FULL : Number.MAX_VALUE;
  const wrong = values.find((value) => !(value >= lo && value <= hi));
  if (wrong !== undefined) {
    throw new RangeError(
      `Cannot apply ${name} to sample ${id}: raw values must ` +
        `${bounded ? "lie in [0, 255]" : "be finite"}, got ${wrong}`,
    );
  }
}
