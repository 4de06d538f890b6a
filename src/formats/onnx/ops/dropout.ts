import { ensure } from "../../../graph/mod.ts";
import type { NodeReader } from "../node_reader.ts";
import type { Operand } from "../operand.ts";
import { scalarOf } from "../constant.ts";

/** Dropout in inference: its input. */
export function readDropout(node: NodeReader): Operand {
  node.checkInputs(1, node.opset < 12 ? 1 : 3);
  node.ignore("ratio", "seed");
  const training = node.optionalConstant(2, "training_mode");
  ensure(
    training === undefined || scalarOf(training, "training_mode") === 0,
    () => "training_mode must be false, got true",
  );
  return node.input(0);
}
