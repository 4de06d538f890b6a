import type { MathNode, OperatorNode, ParenthesisNode, RelationalNode } from "mathjs/number";
import { evaluateNode, type Expression, type Scope } from "./expression.ts";
import { comparisons } from "./expression_nodes.ts";

/** A comparison of a condition that does not hold, and by how much. */
export interface Shortfall {
  /** As it was typed. */
  readonly text: string;
  /** The sides that were compared. */
  readonly left: number;
  readonly right: number;
  /** How far they are from holding; 0 where one is on the edge. */
  readonly by: number;
  /** That, as a share of the larger of the two sides: comparisons of different units can be ranked. */
  readonly share: number;
}

/** What a part of a condition lacks: nothing where it holds. */
interface Lack {
  readonly shortfalls: readonly Shortfall[];
  readonly share: number;
}

/**
 * The comparisons that keep a condition from holding, with how much each lacks. Of `or` the side that lacks
 * less counts, of `and` both; under `not` a comparison is turned around.
 */
export function shortfallsOf(condition: Expression, scope: Scope): Lack {
  return lackOf(condition.root, { scope, wanted: true });
}

interface Context {
  readonly scope: Scope;
  /** Whether the part must hold, or must not. */
  readonly wanted: boolean;
}

const none: Lack = { shortfalls: [], share: 0 };

function lackOf(node: MathNode, context: Context): Lack {
  const { scope, wanted } = context;
  if (node.type === "ParenthesisNode") return lackOf((node as ParenthesisNode).content, context);
  if (node.type === "RelationalNode") {
    const { conditionals, params } = node as RelationalNode & {
      readonly conditionals: readonly string[];
      readonly params: readonly MathNode[];
    };
    const parts = conditionals.map((fn, i) => compared(fn, [params[i]!, params[i + 1]!], context));
    return wanted ? all(parts) : least(parts);
  }
  if (node.type === "OperatorNode") {
    const { fn, args } = node as OperatorNode;
    const [one, other] = args as readonly MathNode[];
    if (fn === "not") return lackOf(one!, { scope, wanted: !wanted });
    if (fn === "and" || fn === "or") {
      const parts = [lackOf(one!, context), lackOf(other!, context)];
      return (fn === "and") === wanted ? all(parts) : least(parts);
    }
    if (Object.hasOwn(comparisons, fn)) return compared(fn, [one!, other!], context);
  }
  return none;
}

/** What both parts lack. */
function all(parts: readonly Lack[]): Lack {
  return {
    shortfalls: parts.flatMap(({ shortfalls }) => shortfalls),
    share: Math.max(...parts.map(({ share }) => share)),
  };
}

/** The part that lacks least. */
function least(parts: readonly Lack[]): Lack {
  const holding = parts.find(({ shortfalls }) => shortfalls.length === 0);
  return holding ?? parts.reduce((best, one) => one.share < best.share ? one : best);
}

function compared(
  fn: string,
  [one, other]: readonly [MathNode, MathNode],
  { scope, wanted }: Context,
): Lack {
  const [left, right] = [Number(evaluateNode(one, scope)), Number(evaluateNode(other, scope))];
  if (holds(fn, left, right) === wanted) return none;
  const by = Math.abs(left - right);
  const size = Math.max(Math.abs(left), Math.abs(right));
  const share = Number.isFinite(by) ? (size === 0 ? 0 : by / size) : Infinity;
  const text = `${one.toString()} ${comparisons[fn]} ${other.toString()}`;
  return { shortfalls: [{ text: wanted ? text : `not ${text}`, left, right, by, share }], share };
}

function holds(fn: string, left: number, right: number): boolean {
  switch (fn) {
    case "smaller":
      return left < right;
    case "smallerEq":
      return left <= right;
    case "larger":
      return left > right;
    case "largerEq":
      return left >= right;
    case "equal":
      return left === right;
    default:
      return left !== right;
  }
}
