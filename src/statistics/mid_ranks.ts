/**
 * The rank of each value, from 1 in ascending order; values that are equal share the mean of the ranks
 * they would have (Kruskal and Wallis 1952).
 *
 * @throws {RangeError} When a value is NaN, which has no place in an order.
 *
 * @example
 * ```ts
 * import { midRanks } from "./mid_ranks.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([...midRanks([7, 3, 7, 1])], [3.5, 2, 3.5, 1]);
 * ```
 */
export function midRanks(values: ArrayLike<number>): Float64Array {
  const ranks = new Float64Array(values);
  const sorted = ranks.toSorted();
  // NaN is last.
  if (Number.isNaN(sorted.at(-1))) {
    throw new RangeError("Cannot rank values: they must be numbers, got NaN");
  }
  const ranksInOrder = rankRuns(sorted);
  for (let i = 0; i < ranks.length; i++) ranks[i] = ranksInOrder[countBelow(sorted, ranks[i]!)]!;
  return ranks;
}

/** The ranks of values in ascending order: the mean of its places for a run of equal ones. */
function rankRuns(sorted: Float64Array): Float64Array {
  const ranks = new Float64Array(sorted.length);
  for (let first = 0; first < sorted.length;) {
    let next = first + 1;
    while (next < sorted.length && sorted[next] === sorted[first]) next++;
    ranks.fill((first + 1 + next) / 2, first, next);
    first = next;
  }
  return ranks;
}

/** How many values are less than `value`, by halving. */
function countBelow(sorted: Float64Array, value: number): number {
  let from = 0;
  for (let to = sorted.length; from < to;) {
    const middle = (from + to) >> 1;
    if (sorted[middle]! < value) from = middle + 1;
    else to = middle;
  }
  return from;
}
