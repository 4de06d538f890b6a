import type { Domain } from "../domain.ts";
import { blur } from "./blur.ts";
import { brighten } from "./brighten.ts";
import { contrast } from "./contrast.ts";
import { darken } from "./darken.ts";
import { gain } from "./gain.ts";
import { gaussianNoise } from "./gaussian_noise.ts";
import { impulseNoise } from "./impulse_noise.ts";
import type { Ladder } from "./ladder.ts";
import { noise } from "./noise.ts";
import { offset } from "./offset.ts";
import { scale } from "./scale.ts";
import type { Shift } from "./shift.ts";
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
  "offset",
  "scale",
  "noise",
] as const;

/** The name of a shift. */
export type ShiftName = typeof shiftNames[number];

/** Ladders other than the defaults, by shift. */
export type Ladders = { readonly [name in ShiftName]?: Ladder | undefined };

/** Every shift: the samples it is for, its parameter and ladder, and what it does to one sample. */
export const shifts = {
  "brighten": brighten,
  "darken": darken,
  "contrast": contrast,
  "gaussian-noise": gaussianNoise,
  "shot-noise": shotNoise,
  "impulse-noise": impulseNoise,
  "blur": blur,
  "gain": gain,
  "offset": offset,
  "scale": scale,
  "noise": noise,
} as const satisfies { readonly [name in ShiftName]: Shift };

/** Shifts that a suite takes unless it says otherwise. */
const standard: { readonly [domain in Domain]: readonly ShiftName[] } = {
  image: ["brighten", "darken", "contrast", "gaussian-noise", "gain"],
  audio: ["gain", "offset", "noise"],
  vector: ["offset", "scale", "noise"],
};

/** One shift of each kind: every cell of the calibration sweep is evaluated on all of them. */
const sweep: { readonly [domain in Domain]: readonly ShiftName[] } = {
  image: ["brighten", "gaussian-noise", "gain"],
  audio: ["gain", "offset", "noise"],
  vector: ["offset", "scale", "noise"],
};

/** Whether a word is the name of a shift. */
export function isShiftName(name: string): name is ShiftName {
  return (shiftNames as readonly string[]).includes(name);
}

/**
 * All shifts of a domain, in the order of {@link shiftNames}.
 *
 * @example
 * ```ts
 * import { shiftsOf } from "./shifts.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(shiftsOf("vector"), ["offset", "scale", "noise"]);
 * ```
 */
export function shiftsOf(domain: Domain): readonly ShiftName[] {
  return shiftNames.filter((name) => shifts[name].domains.includes(domain));
}

/** The shifts of a suite of that domain unless it says otherwise. Offset among them needs a ladder. */
export function standardShifts(domain: Domain): readonly ShiftName[] {
  return standard[domain];
}

/** The shifts of that domain that the calibration sweep is evaluated on, besides clean inputs. */
export function sweepShifts(domain: Domain): readonly ShiftName[] {
  return sweep[domain];
}
