import type { Session } from "../execute/mod.ts";
import { runFloat32 } from "./run_float32.ts";

/** The smallest and the largest finite value of an activation; both 0 where it has none. */
export interface ObservedRange {
  readonly lo: number;
  readonly hi: number;
}

/**
 * The range of every activation of a float32 model on some inputs, one batch after the other, by name
 * in order of execution.
 *
 * @param batches Each [samples, ...] in the model's own axis order, flattened, of at most as many
 * samples as a run of the session may hold.
 */
export function measureRanges(
  float32: Session,
  batches: Iterable<Float32Array>,
): ReadonlyMap<string, ObservedRange> {
  const ranges = new Map<string, { lo: number; hi: number }>();
  for (const batch of batches) {
    runFloat32(float32, batch, (name, data) => {
      const range = ranges.get(name) ?? { lo: Infinity, hi: -Infinity };
      for (let i = 0; i < data.length; i++) {
        const value = data[i]!;
        if (!Number.isFinite(value)) continue;
        if (value < range.lo) range.lo = value;
        if (value > range.hi) range.hi = value;
      }
      ranges.set(name, range);
    });
  }
  return new Map(
    [...ranges].map(([name, { lo, hi }]) => [name, lo > hi ? { lo: 0, hi: 0 } : { lo, hi }]),
  );
}
