import { ensure } from "../../graph/mod.ts";

/** An axis of a value of that rank, or another index; a negative one counts from the end. */
export function axisOf(axis: number, rank: number, what = "axis"): number {
  ensure(
    Number.isInteger(axis) && axis >= -rank && axis < rank,
    () => `${what} must be in [${-rank}, ${rank}), got ${axis}`,
  );
  return axis < 0 ? axis + rank : axis;
}

/** Axes of a value of that rank, ascending; none twice. */
export function axesOf(axes: readonly number[], rank: number): readonly number[] {
  const sorted = axes.map((axis) => axisOf(axis, rank)).toSorted((a, b) => a - b);
  ensure(
    new Set(sorted).size === axes.length,
    () => `axes must be unique, got [${axes.join(", ")}]`,
  );
  return sorted;
}
