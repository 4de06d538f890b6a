import { parametersFromRange, representedRange } from "../affine/mod.ts";
import type { CalibrationTable } from "../calibrate/mod.ts";
import type { ObservedRange } from "../measure/mod.ts";
import type { Condition } from "./plan.ts";

/** The ranges of a model's activations under one condition. */
export interface ObservedRanges {
  readonly condition: Condition;
  readonly ranges: ReadonlyMap<string, ObservedRange>;
}

/** How far the range of a value moves beyond its static one under shift. */
export interface Movement {
  /** What lies beyond what rounds to a code, at either end, over the static range; 0 for nothing. */
  readonly movement: number;
  /** The condition that moves it most; absent where none moves it. */
  readonly condition: Condition | undefined;
  /** The range under that condition, else the static one. */
  readonly observed: ObservedRange;
  /** What the static parameters can represent. */
  readonly fixed: ObservedRange;
}

/** The largest movement of a value under any of the conditions; the first of equal ones. */
export function movementOf(
  name: string,
  { table, observations }: {
    readonly table: CalibrationTable;
    readonly observations: readonly ObservedRanges[];
  },
): Movement {
  const { lo, hi } = table.ranges.get(name)!;
  const parameters = parametersFromRange(lo, hi);
  const fixed = representedRange(parameters);
  // As clipping is counted: a value up to half a step past the last code still rounds to it.
  const slack = parameters.scale / 2;
  const still: Movement = { movement: 0, condition: undefined, observed: fixed, fixed };
  return observations.reduce((most, { condition, ranges }) => {
    const observed = ranges.get(name)!;
    const beyond = Math.max(0, fixed.lo - slack - observed.lo) +
      Math.max(0, observed.hi - fixed.hi - slack);
    const movement = beyond / (fixed.hi - fixed.lo);
    return movement > most.movement ? { movement, condition, observed, fixed } : most;
  }, still);
}
