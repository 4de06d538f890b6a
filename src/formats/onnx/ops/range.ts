import { ensure } from "../../../graph/mod.ts";
import type { GraphBuilder } from "../builder.ts";
import { makeConstant, scalarOf } from "../constant.ts";
import type { NodeReader } from "../node_reader.ts";
import type { Operand } from "../operand.ts";

/** Range of constants: from start up to, without, limit by delta. */
export function readRange(node: NodeReader, graph: GraphBuilder): Operand {
  node.checkInputs(3, 3);
  const constants = ["start", "limit", "delta"].map((what, i) => node.constant(i, what).constant);
  const [start, limit, delta] = constants.map((constant, i) =>
    scalarOf(constant, ["start", "limit", "delta"][i]!)
  ) as [number, number, number];
  const count = Math.max(Math.ceil((limit - start) / delta), 0);
  ensure(
    Number.isSafeInteger(count),
    () => `a range must be finite, got ${start} to ${limit} by ${delta}`,
  );
  graph.spend(count);
  const data = Float64Array.from({ length: count }, (_, i) => start + i * delta);
  return {
    kind: "constant",
    name: node.output,
    constant: makeConstant(constants[0]!.elementType, [count], data),
  };
}
