import { ensure } from "../../graph/mod.ts";

/** An axis of a value of that rank; a negative one counts from the end. */
export function axisOf(axis: number, rank: number): number {
  ensure(
    Number.isInteger(axis) && axis >= -rank && axis < rank,
    () => `axes must be in [${-rank}, ${rank}), got ${axis}`,
  );
  return axis < 0 ? axis + rank : axis;
}

/** Axes of a value of that rank, ascending, each once. */
export function axesOf(axes: readonly number[], rank: number): readonly number[] {
  return [...new Set(axes.map((axis) => axisOf(axis, rank)))].sort((a, b) => a - b);
}
