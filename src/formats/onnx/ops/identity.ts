import type { NodeReader } from "../node_reader.ts";
import type { Operand } from "../operand.ts";

/** Identity. */
export function readIdentity(node: NodeReader): Operand {
  node.checkInputs(1, 1);
  return node.input(0);
}
