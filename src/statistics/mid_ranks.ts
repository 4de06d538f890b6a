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
  const order = Array.from(values, (value, index) => ({ value, index }));
  if (order.some(({ value }) => Number.isNaN(value))) {
    throw new RangeError("Cannot rank values: they must be numbers, got NaN");
  }
  // Not a difference: that of two equal infinities is NaN.
  order.sort((a, b) => a.value < b.value ? -1 : a.value > b.value ? 1 : 0);
  const ranks = new Float64Array(order.length);
  for (let first = 0; first < order.length;) {
    let next = first + 1;
    while (next < order.length && order[next]!.value === order[first]!.value) next++;
    for (let at = first; at < next; at++) ranks[order[at]!.index] = (first + 1 + next) / 2;
    first = next;
  }
  return ranks;
}
