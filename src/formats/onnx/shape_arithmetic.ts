/** Elementwise arithmetic on constants, among them shapes with the symbolic batch. */
import { broadcastShape, ensure, RuleError, stridedIndex } from "../../graph/mod.ts";
import { type BoundShape, type Dim, elementCount } from "../../tensor/mod.ts";
import type { GraphBuilder } from "./builder.ts";
import { type Constant, type ElementType, makeConstant } from "./constant.ts";

/** The arithmetic operators. */
export type Arithmetic = "Add" | "Sub" | "Mul" | "Div";

const apply: Readonly<Record<Arithmetic, (a: number, b: number) => number>> = {
  Add: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mul: (a, b) => a * b,
  Div: (a, b) => a / b,
};

/** The result of an arithmetic operator on two dimensions; the batch meets only what keeps it. */
function onDims(kind: Arithmetic, a: Dim, b: Dim): Dim {
  if (a !== "batch" && b !== "batch") return apply[kind](a, b);
  const neutral = kind === "Add" || kind === "Sub" ? 0 : 1;
  if (a === "batch" && b === neutral) return "batch";
  if (b === "batch" && a === neutral && (kind === "Add" || kind === "Mul")) return "batch";
  if (a === "batch" && b === "batch" && kind === "Sub") return 0;
  if (a === "batch" && b === "batch" && kind === "Div") return 1;
  throw new RuleError(
    `shape arithmetic must keep the batch as it is, got ${kind} of ${a} and ${b}`,
  );
}

/** Integers divide toward zero and must not overflow; floats round to their type when stored. */
function checked(kind: Arithmetic, elementType: ElementType, a: Dim, b: Dim): Dim {
  if (elementType === "float32" || elementType === "float64") return onDims(kind, a, b);
  ensure(kind !== "Div" || b !== 0, () => `a divisor must not be 0, got ${a} / 0`);
  const exact = onDims(kind, a, b);
  const result = exact === "batch" ? exact : Math.trunc(exact);
  const limit = elementType === "int32" ? 2 ** 31 : 2 ** 53;
  ensure(
    result === "batch" || (result >= -limit && result < limit),
    () => `integers must stay within ${elementType}, got ${kind} of ${a} and ${b}`,
  );
  return result;
}

/** Two constants combined, broadcast as in NumPy. */
export function foldArithmetic(
  graph: GraphBuilder,
  kind: Arithmetic,
  operands: readonly [Constant, Constant],
): Constant {
  const [{ elementType }] = operands;
  ensure(elementType !== "bool", () => "operands must be numbers, got bool");
  return foldPair(graph, operands, {
    elementType,
    combine: (a, b) => checked(kind, elementType, a, b),
  });
}

/** Two constants of one type combined element by element, broadcast as in NumPy. */
export function foldPair(
  graph: GraphBuilder,
  [a, b]: readonly [Constant, Constant],
  { elementType, combine }: {
    readonly elementType: ElementType;
    readonly combine: (a: Dim, b: Dim) => Dim;
  },
): Constant {
  ensure(
    a.elementType === b.elementType,
    () => `operands must have one element type, got ${a.elementType} and ${b.elementType}`,
  );
  const shape = broadcastShape(a.shape, b.shape) as BoundShape;
  graph.spend(elementCount(shape));
  const left = broadcastIndex(a.shape, shape);
  const right = broadcastIndex(b.shape, shape);
  const data = Array.from(left, (at, i) => combine(a.data[at]!, b.data[right[i]!]!));
  return makeConstant(elementType, shape, data);
}

/** For each element of `to` the index of the element of `from` that is broadcast there. */
export function broadcastIndex(from: BoundShape, to: BoundShape): Int32Array {
  const missing = to.length - from.length;
  const strides = to.map((_, axis) => {
    const size = from[axis - missing] ?? 1;
    return size === 1 ? 0 : elementCount(from.slice(axis - missing + 1));
  });
  return stridedIndex(to, { strides, start: 0 });
}
