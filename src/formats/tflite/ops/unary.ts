import { type Op, RuleError } from "../../../graph/mod.ts";
import type { GraphBuilder } from "../builder.ts";
import type { NodeReader } from "../node_reader.ts";
import type { Operand } from "../operand.ts";

/** LOGISTIC, TANH, RELU, RELU_N1_TO_1, RELU6, LEAKY_RELU and HARD_SWISH: functions of one value. */
export function readUnary(node: NodeReader, graph: GraphBuilder): Operand {
  node.checkInputs(1, 1);
  return graph.emit(node, opOf(node), { inputs: [node.activation(0)] });
}

function opOf(node: NodeReader): Op {
  switch (node.kind) {
    case "LOGISTIC":
      return { kind: "sigmoid" };
    case "TANH":
      return { kind: "tanh" };
    case "RELU":
      return { kind: "clamp", clamp: { min: 0, max: Infinity } };
    case "RELU_N1_TO_1":
      return { kind: "clamp", clamp: { min: -1, max: 1 } };
    case "RELU6":
      return { kind: "clamp", clamp: { min: 0, max: 6 } };
    case "LEAKY_RELU":
      return { kind: "leakyRelu", alpha: node.float(0, "alpha") };
    case "HARD_SWISH":
      return { kind: "hardSwish" };
  }
  throw new RuleError(`it must be a function of one value, got ${node.kind}`);
}
