import { makeScale } from "../../../affine/mod.ts";
import { ensure } from "../../../graph/mod.ts";
import type { GraphBuilder } from "../builder.ts";
import { codeOffset, quantizationOf } from "../codes.ts";
import { constantLength, elementTypeOf, makeConstant } from "../constant.ts";
import type { NodeReader } from "../node_reader.ts";
import type { AnyOperand } from "../operand.ts";

/**
 * Cast: constants change type, truncated toward zero to integers; activations and the sums of integer
 * operators are or become float32: codes as whole numbers, a dequantize with scale 1.
 */
export function readCast(node: NodeReader, graph: GraphBuilder): AnyOperand {
  node.checkInputs(1, 1);
  node.ignore("saturate", "round_mode");
  const to = elementTypeOf(node.integer("to") ?? 0);
  const pending = node.any(0);
  if (pending?.kind === "sums" && to === "float32") return pending;
  const x = node.input(0);
  if (x.kind === "activation") {
    ensure(to === "float32", () => `an activation must stay float32, got ${to}`);
    if (x.codes === undefined) return { kind: "activation", name: x.name, shape: x.shape };
    const zeroPoints = [-codeOffset(x.codes.elementType)];
    graph.settle(x.codes, quantizationOf({ scales: [makeScale(1)], zeroPoints }));
    return graph.emit(node, { kind: "dequantize" }, { inputs: [x], output: "float32" });
  }
  if (x.constant.elementType === to) return x;
  graph.spend(constantLength(x.constant));
  ensure(to !== "float16", () => "elements must be float32, got float16");
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
