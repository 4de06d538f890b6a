import { ensure } from "../../../graph/mod.ts";
import type { GraphBuilder } from "../builder.ts";
import type { NodeReader } from "../node_reader.ts";
import type { Operand } from "../operand.ts";

/** SOFTMAX over the last axis, beta 1. */
export function readSoftmax(node: NodeReader, graph: GraphBuilder): Operand {
  node.checkInputs(1, 1);
  const beta = node.float(0, "beta");
  ensure(beta === 1, () => `beta must be 1, got ${beta}`);
  return graph.emit(node, { kind: "softmax" }, { inputs: [node.activation(0)] });
}
