import { ensure } from "../../../graph/mod.ts";
import type { Dim } from "../../../tensor/mod.ts";
import type { GraphBuilder } from "../builder.ts";
import type { NodeReader } from "../node_reader.ts";
import type { Operand } from "../operand.ts";
import { foldPair } from "../shape_arithmetic.ts";

/** Equal of constants. The batch is positive, so it differs from every number below 1. */
export function readEqual(node: NodeReader, graph: GraphBuilder): Operand {
  node.checkInputs(2, 2);
  const [a, b] = [0, 1].map((i) => node.constant(i, `operand ${i}`).constant);
  const constant = foldPair(graph, [a!, b!], { elementType: "bool", combine: equal });
  return { kind: "constant", name: node.output, constant };
}

function equal(a: Dim, b: Dim): number {
  const other = a === "batch" ? b : a;
  const unknown = (a === "batch") !== (b === "batch") && other !== "batch" && other >= 1;
  ensure(!unknown, () => `the batch must not be compared with a size, got ${a} and ${b}`);
  return Number(a === b);
}
