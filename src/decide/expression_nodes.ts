import type {
  ConstantNode,
  FunctionNode,
  MathNode,
  OperatorNode,
  RelationalNode,
  SymbolNode,
} from "mathjs/number";

/** An expression that cannot be used: says why and what is allowed. */
export class ExpressionError extends Error {
  override readonly name = "ExpressionError";
}

/** A text as it was typed, on one line and cut. */
export function quoted(text: string): string {
  const clean = text.replaceAll(/\p{Cc}/gu, " ");
  return JSON.stringify(clean.length > 200 ? `${clean.slice(0, 199)}…` : clean);
}

/** Comparisons, by the name that mathjs has for them. */
export const comparisons: Readonly<Record<string, string>> = {
  smaller: "<",
  smallerEq: "<=",
  larger: ">",
  largerEq: ">=",
  equal: "==",
  unequal: "!=",
};

const arithmetic = [
  ...["add", "subtract", "multiply", "divide", "pow", "mod", "unaryMinus", "unaryPlus"],
];
const logic = ["and", "or", "not"];
const functions = ["min", "max", "abs", "sqrt", "log", "exp", "round", "floor", "ceil"];

const allowed =
  "allowed are numbers, the named quantities, + - * / ^ %, < <= > >= == !=, and, or, " +
  `not, parentheses, and ${functions.join(", ")}`;

/**
 * The names of the quantities in an expression, each once.
 *
 * @throws {ExpressionError} When a node is none of what is allowed.
 */
export function checkNodes(root: MathNode, text: string): readonly string[] {
  const names = new Set<string>();
  const refuse = (what: string): never => {
    throw new ExpressionError(`Cannot use ${quoted(text)}: ${what} ${allowed}`);
  };
  const check = (node: MathNode): void => {
    switch (node.type) {
      case "ParenthesisNode":
        break;
      case "ConstantNode": {
        const { value } = node as ConstantNode;
        if (typeof value !== "number" || !Number.isFinite(value)) {
          refuse(`a constant must be a finite number, got ${JSON.stringify(value) ?? "none"};`);
        }
        break;
      }
      case "SymbolNode":
        names.add((node as SymbolNode).name);
        break;
      case "OperatorNode": {
        const { fn, op } = node as OperatorNode;
        const isKnown = arithmetic.includes(fn) || logic.includes(fn) ||
          Object.hasOwn(comparisons, fn);
        if (!isKnown) refuse(`operator ${op} is not allowed;`);
        break;
      }
      case "RelationalNode": {
        const { conditionals } = node as RelationalNode & { conditionals: readonly string[] };
        if (!conditionals.every((one) => Object.hasOwn(comparisons, one))) {
          refuse("this comparison is not allowed;");
        }
        break;
      }
      case "FunctionNode": {
        const { fn, args } = node as FunctionNode;
        const name = fn.type === "SymbolNode" ? fn.name : undefined;
        if (name === undefined || !functions.includes(name)) {
          refuse(`function ${quoted(name ?? "of no name")} is not allowed;`);
        }
        if (args.length === 0) refuse(`${name} needs a value;`);
        // Its name is no quantity: only what it is given is looked at.
        return args.forEach(check);
      }
      default:
        refuse(`${wordsOf(node.type)} is not allowed;`);
    }
    node.forEach(check);
  };
  check(root);
  return [...names];
}

/** `FunctionAssignmentNode` -> `a function assignment`. */
function wordsOf(type: string): string {
  const words = type.replace(/Node$/, "").replaceAll(/\B[A-Z]/g, (letter) => ` ${letter}`)
    .toLowerCase();
  return `${/^[aeiou]/.test(words) ? "an" : "a"} ${words}`;
}
