import {
  absDependencies,
  addDependencies,
  andDependencies,
  ceilDependencies,
  create,
  divideDependencies,
  equalDependencies,
  expDependencies,
  floorDependencies,
  largerDependencies,
  largerEqDependencies,
  logDependencies,
  type MathNode,
  maxDependencies,
  minDependencies,
  modDependencies,
  multiplyDependencies,
  notDependencies,
  orDependencies,
  parseDependencies,
  powDependencies,
  roundDependencies,
  smallerDependencies,
  smallerEqDependencies,
  sqrtDependencies,
  subtractDependencies,
  unaryMinusDependencies,
  unaryPlusDependencies,
  unequalDependencies,
} from "mathjs/number";
import { closestString } from "@std/text";
import { checkNodes, ExpressionError, quoted } from "./expression_nodes.ts";

/** An expression over named quantities, checked. */
export interface Expression {
  readonly text: string;
  /** The quantities in it, each once. */
  readonly names: readonly string[];
  readonly root: MathNode;
}

/** Values of the quantities by name. */
export type Scope = ReadonlyMap<string, number>;

/** The most characters of an expression: nothing that a person types is longer. */
const longest = 1000;

/** The parser, and of mathjs no more than an expression may use. */
const math = create({
  ...absDependencies,
  ...addDependencies,
  ...andDependencies,
  ...ceilDependencies,
  ...divideDependencies,
  ...equalDependencies,
  ...expDependencies,
  ...floorDependencies,
  ...largerDependencies,
  ...largerEqDependencies,
  ...logDependencies,
  ...maxDependencies,
  ...minDependencies,
  ...modDependencies,
  ...multiplyDependencies,
  ...notDependencies,
  ...orDependencies,
  ...parseDependencies,
  ...powDependencies,
  ...roundDependencies,
  ...smallerDependencies,
  ...smallerEqDependencies,
  ...sqrtDependencies,
  ...subtractDependencies,
  ...unaryMinusDependencies,
  ...unaryPlusDependencies,
  ...unequalDependencies,
}, {});

/**
 * Reads an expression and checks every node of it: numbers, known names, arithmetic, comparisons,
 * and, or, not, parentheses and a few pure functions. Nothing is evaluated.
 *
 * @throws {ExpressionError} When it cannot be parsed, or has anything else in it: lists what is allowed,
 * and for an unknown name the known ones and the nearest.
 *
 * @example
 * ```ts
 * import { evaluateNumber, parseExpression } from "./expression.ts";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * const expression = parseExpression("arena_bytes / 1024", ["arena_bytes"]);
 * assertEquals(evaluateNumber(expression, new Map([["arena_bytes", 2048]])), 2);
 * assertThrows(() => parseExpression("import({})", ["arena_bytes"]));
 * ```
 */
export function parseExpression(text: string, known: readonly string[]): Expression {
  if (text.length > longest) {
    throw new ExpressionError(
      `Cannot use an expression of ${text.length} characters: it may have ${longest}`,
    );
  }
  let root: MathNode;
  try {
    root = math.parse!(text);
  } catch (error) {
    // Deep nesting ends in a RangeError of the engine, anything else in a SyntaxError of the parser.
    const why = error instanceof RangeError ? "it is nested too deep" : messageOf(error);
    throw new ExpressionError(`Cannot read ${quoted(text)}: ${why}`);
  }
  const names = checkNodes(root, text);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return { text, names, root };
  throw new ExpressionError(
    `Cannot use ${quoted(text)}: there is no quantity ${quoted(unknown)}; did you mean ` +
      `"${closestString(unknown, known)}"? There are ${known.join(", ")}`,
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/**
 * The number that an expression has for these values; `undefined` where it is not finite.
 *
 * @throws {ExpressionError} When it is a condition.
 */
export function evaluateNumber(expression: Expression, scope: Scope): number | undefined {
  const value = evaluateNode(expression.root, scope);
  if (typeof value === "boolean") {
    throw new ExpressionError(
      `Cannot maximize ${
        quoted(expression.text)
      }: it must be a number, got a condition; give the ` +
        "condition with --where",
    );
  }
  return Number.isFinite(value) ? value : undefined;
}

/**
 * Whether a condition holds for these values; a comparison with what is not a number does not.
 *
 * @throws {ExpressionError} When it is a number.
 */
export function evaluateCondition(expression: Expression, scope: Scope): boolean {
  const value = evaluateNode(expression.root, scope);
  if (typeof value === "boolean") return value;
  throw new ExpressionError(
    `Cannot filter by ${quoted(expression.text)}: it must be a condition, got a number; ` +
      'compare it with something, as in "arena_bytes <= 65536"',
  );
}

/** The value of a part of a checked expression. */
export function evaluateNode(node: MathNode, scope: Scope): number | boolean {
  let value: unknown;
  try {
    value = node.evaluate(new Map(scope));
  } catch (error) {
    throw new ExpressionError(`Cannot evaluate ${quoted(node.toString())}: ${messageOf(error)}`);
  }
  return typeof value === "boolean" ? value : Number(value);
}
