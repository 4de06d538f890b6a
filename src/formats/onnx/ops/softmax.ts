import { elementsPerSample } from "../../../tensor/mod.ts";
import { ensure, inversePermutation } from "../../../graph/mod.ts";
import { axisOf } from "../axes.ts";
import type { GraphBuilder } from "../builder.ts";
import type { NodeReader } from "../node_reader.ts";
import type { ActivationOperand, Operand } from "../operand.ts";

/** Softmax: along `axis` since opset 13; before, over all axes from `axis` on, flattened. */
export function readSoftmax(node: NodeReader, graph: GraphBuilder): Operand {
  node.checkInputs(1, 1);
  const x = node.activation(0, "the input");
  const rank = x.shape.length;
  const flattens = node.opset < 13;
  const axis = axisOf(node.integer("axis") ?? (flattens ? 1 : -1), rank);
  ensure(x.shape[axis] !== "batch", () => `axis must not be the batch, got ${axis}`);
  if (axis === rank - 1) return graph.emit(node, { kind: "softmax" }, { inputs: [x] });
  return flattens ? overFlattened(node, graph, x, axis) : overMoved(node, graph, x, axis);
}

function overFlattened(
  node: NodeReader,
  graph: GraphBuilder,
  x: ActivationOperand,
  axis: number,
): Operand {
  const shape = [...x.shape.slice(0, axis), elementsPerSample(x.shape.slice(axis))];
  const rows = graph.emit(node, { kind: "reshape", shape }, { inputs: [x], role: "rows" });
  const role = { output: "softmax" };
  const softmax = graph.emit(node, { kind: "softmax" }, { inputs: [rows], role });
  return graph.emit(node, { kind: "reshape", shape: x.shape }, {
    inputs: [softmax],
    role: { node: "back" },
  });
}

function overMoved(
  node: NodeReader,
  graph: GraphBuilder,
  x: ActivationOperand,
  axis: number,
): Operand {
  const axes = x.shape.map((_, i) => i);
  const permutation = [...axes.toSpliced(axis, 1), axis];
  const last = graph.emit(node, { kind: "transpose", permutation }, {
    inputs: [x],
    role: "axis_last",
  });
  const role = { output: "softmax" };
  const softmax = graph.emit(node, { kind: "softmax" }, { inputs: [last], role });
  const back = inversePermutation(permutation);
  return graph.emit(node, { kind: "transpose", permutation: back }, {
    inputs: [softmax],
    role: { node: "back" },
  });
}
