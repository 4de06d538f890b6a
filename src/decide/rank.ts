import { compareListing, compareNumbers } from "./listing_order.ts";
import type { QuantityName } from "./quantities.ts";
import type { Strategy } from "./strategies.ts";

/**
 * Estimates of instructions that are closer than this count as equal: it is the mean error of the fit that
 * they come from (`src/measure/instructions.ts`). Without it a scheme that takes four times the arena would
 * be the cheaper one for 3 % fewer instructions that it may not save.
 */
const estimateError = 0.05;

/** What makes one strategy cheaper than another: the first in which they differ. */
const byInstructions: readonly QuantityName[] = ["instructions_m4", "arena_bytes", "flash_bytes"];
const byArena: readonly QuantityName[] = ["arena_bytes", "instructions_m4", "flash_bytes"];

/** Ascending by instructions, arena, flash; 0 for equal ones. What has no estimate comes last. */
export function compareCost(one: Strategy, other: Strategy): number {
  return compareIn(byInstructions, one, other);
}

function compareIn(names: readonly QuantityName[], one: Strategy, other: Strategy): number {
  return names.reduce(
    (order, name) =>
      order || compareNumbers(one.quantities[name]?.value, other.quantities[name]?.value),
    0,
  );
}

/**
 * Strategies from the cheapest to the dearest: first of all the one with the least arena of those whose
 * Cortex-M4 instructions are within 5 % of the least; then the same of the others. Where arena is equal
 * too the instructions count after all, then flash. What costs the same stands in the order of
 * `compareListing`.
 */
export function rankByCost(strategies: readonly Strategy[]): readonly Strategy[] {
  const left = strategies.toSorted((a, b) => compareCost(a, b) || compareListing(a, b));
  const order: Strategy[] = [];
  while (left.length > 0) {
    const limit = instructionsOf(left[0]!) * (1 + estimateError);
    const next = left.filter((one) => instructionsOf(one) <= limit)
      .reduce((best, one) => compareIn(byArena, one, best) < 0 ? one : best);
    order.push(next);
    left.splice(left.indexOf(next), 1);
  }
  return order;
}

function instructionsOf({ quantities }: Strategy): number {
  return quantities.instructions_m4?.value ?? Infinity;
}
