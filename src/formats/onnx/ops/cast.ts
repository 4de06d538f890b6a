import { ensure } from "../../../graph/mod.ts";
import type { GraphBuilder } from "../builder.ts";
import { constantLength, elementTypeOf, makeConstant } from "../constant.ts";
import type { NodeReader } from "../node_reader.ts";
import type { Operand } from "../operand.ts";

/** Cast: constants change type, truncated toward zero to integers; activations stay float32. */
export function readCast(node: NodeReader, graph: GraphBuilder): Operand {
  node.checkInputs(1, 1);
  node.ignore("saturate", "round_mode");
  const to = elementTypeOf(node.integer("to") ?? 0);
  const x = node.input(0);
  if (x.kind === "activation") {
    ensure(to === "float32", () => `an activation must stay float32, got ${to}`);
    return x;
  }
  if (x.constant.elementType === to) return x;
  graph.spend(constantLength(x.constant));
  const data = Array.from(x.constant.data, (value) => {
    if (value === "batch" || to === "float32" || to === "float64") return value;
    return to === "bool" ? Number(value !== 0) : inRange(Math.trunc(value), to);
  });
  return {
    kind: "constant",
    name: node.output,
    constant: makeConstant(to, x.constant.shape, data),
  };
}

const ranges = {
  int8: [-(2 ** 7), 2 ** 7],
  uint8: [0, 2 ** 8],
  int32: [-(2 ** 31), 2 ** 31],
  int64: [-(2 ** 63), 2 ** 63],
} as const;

function inRange(value: number, to: keyof typeof ranges): number {
  const [lo, hi] = ranges[to];
  ensure(value >= lo && value < hi, () => `values must fit into ${to}, got ${value}`);
  return value;
}
