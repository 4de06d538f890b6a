import { evaluateCondition, evaluateNumber, type Expression, type Scope } from "./expression.ts";
import { ExpressionError, quoted } from "./expression_nodes.ts";
import { quantityNames } from "./quantities.ts";
import { compareCost } from "./rank.ts";
import { type Shortfall, shortfallsOf } from "./shortfall.ts";
import type { Strategy } from "./strategies.ts";
import { compareListing } from "./listing_order.ts";

/** What fits a condition, and where nothing does, what comes closest. */
export interface Fitting {
  readonly fits: readonly Strategy[];
  readonly closest:
    | { readonly strategy: Strategy; readonly shortfalls: readonly Shortfall[] }
    | undefined;
}

/**
 * The strategies for which a condition holds. One that lacks a quantity of it does not fit. Closest is the
 * one whose largest relative shortfall is smallest; of equals the cheapest.
 *
 * @throws {ExpressionError} When the condition is a number, or no strategy has a quantity of it.
 */
export function fitting(strategies: readonly Strategy[], condition: Expression): Fitting {
  const known = withNames(strategies, condition);
  const fits = known.filter((one) => evaluateCondition(condition, scopeOf(one)));
  if (fits.length > 0) return { fits, closest: undefined };
  const lacking = known.toSorted((a, b) => compareCost(a, b) || compareListing(a, b))
    .map((strategy) => ({ strategy, ...shortfallsOf(condition, scopeOf(strategy)) }));
  const [first] = lacking;
  return { fits, closest: first && lacking.reduce((a, b) => b.share < a.share ? b : a) };
}

/** A strategy and what an objective is for it. */
export interface Valued {
  readonly strategy: Strategy;
  readonly value: number;
}

/**
 * Strategies by a value to maximize, the greatest first; of equals the cheapest, then the first listed.
 * One that lacks a quantity, or has no finite value, is left out.
 *
 * @throws {ExpressionError} When the objective is a condition, or no strategy has a quantity of it.
 */
export function maximizing(
  strategies: readonly Strategy[],
  objective: Expression,
): readonly Valued[] {
  return withNames(strategies, objective).flatMap((strategy): readonly Valued[] => {
    const value = evaluateNumber(objective, scopeOf(strategy));
    return value === undefined ? [] : [{ strategy, value }];
  }).toSorted((a, b) =>
    b.value - a.value || compareCost(a.strategy, b.strategy) ||
    compareListing(a.strategy, b.strategy)
  );
}

/** The strategies that have every quantity of an expression. */
function withNames(
  strategies: readonly Strategy[],
  { names, text }: Expression,
): readonly Strategy[] {
  const scopes = strategies.map(scopeOf);
  const absent = names.find((name) => !scopes.some((scope) => scope.has(name)));
  if (absent !== undefined && strategies.length > 0) {
    const there = quantityNames.filter((name) => scopes.some((scope) => scope.has(name)));
    throw new ExpressionError(
      `Cannot use ${quoted(text)}: this run does not have ${absent}; it has ${there.join(", ")}`,
    );
  }
  return strategies.filter((_, index) => names.every((name) => scopes[index]!.has(name)));
}

function scopeOf({ quantities }: Strategy): Scope {
  return new Map(
    quantityNames.flatMap((name) => {
      const value = quantities[name]?.value;
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}
