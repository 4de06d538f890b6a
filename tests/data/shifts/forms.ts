import type { SampleForm } from "../../../src/data/sample_source.ts";
import type { Ladder } from "../../../src/data/shifts/mod.ts";

/** Images of bytes. */
export const bytes = (shape: readonly number[]): SampleForm => ({
  domain: "image",
  shape,
  white: 255,
  step: 1,
});

/** Features of audio, or measurements, stored with a step; 0 for floats. */
export const raw = (
  domain: "audio" | "vector",
  shape: readonly number[],
  step = 0,
): SampleForm => ({ domain, shape, white: 1, step });

/** A ladder for offset, which has no default. */
export const offsets: Ladder = [1, 2, 4, 8, 16];
