import { broadcastShape, ensure, noClamp, transposedIndex } from "../../../graph/mod.ts";
import { formatShape, sameShape } from "../../../tensor/mod.ts";
import type { GraphBuilder } from "../builder.ts";
import { gatherFloats } from "../constant.ts";
import type { NodeReader } from "../node_reader.ts";
import { type ActivationOperand, type ConstantOperand, type Operand, shapeOf } from "../operand.ts";

/**
 * Gemm: `alpha op(A) op(B) + beta C`, op a transpose where `transA` or `transB` says so. With a
 * constant B it is a fully connected layer, alpha and beta folded into weights and bias; a C that is
 * not one number a column is added behind.
 */
export function readGemm(node: NodeReader, graph: GraphBuilder): Operand {
  node.checkInputs(2, 3);
  const alpha = node.float("alpha") ?? 1;
  const [transA, transB] = [node.flag("transA"), node.flag("transB")];
  const addend = scaledAddend(node, graph, node.float("beta") ?? 1);
  for (const operand of [node.input(0, "A"), node.input(1, "B")]) {
    ensure(
      shapeOf(operand).length === 2,
      () => `A and B must have 2 axes, got ${formatShape(shapeOf(operand))}`,
    );
  }
  const a = transposed(node, graph, { operand: node.input(0), swap: transA, role: "a" });
  const b = node.input(1);
  if (a.kind === "constant" || b.kind === "activation") {
    const right = transposed(node, graph, { operand: b, swap: transB, role: "b" });
    const product = matmulScaled(node, graph, { a, b: right, alpha, last: addend === undefined });
    return addend ? addTo(node, graph, product, addend) : product;
  }
  const weights = gemmWeights(graph, b, { alpha, transB });
  const bias = addend?.kind === "constant"
    ? biasOf(graph, addend, b.constant.shape[transB ? 0 : 1]!)
    : undefined;
  const added = bias ? undefined : addend;
  const product = graph.emit(node, { kind: "fullyConnected", clamp: noClamp }, {
    inputs: bias ? [a, weights, bias] : [a, weights],
    ...(added && { role: { output: "product" } }),
  });
  return added ? addTo(node, graph, product, added) : product;
}

function addTo(
  node: NodeReader,
  graph: GraphBuilder,
  product: ActivationOperand,
  addend: Operand,
): Operand {
  const shape = broadcastShape(product.shape, shapeOf(addend));
  ensure(
    sameShape(shape, product.shape),
    () => `C must broadcast to ${formatShape(product.shape)}, got ${formatShape(shapeOf(addend))}`,
  );
  const inputs = [product, addend];
  return graph.emit(node, { kind: "add", clamp: noClamp }, { inputs, role: { node: "add" } });
}

/** `alpha a b` as a matrix product of two values. */
function matmulScaled(
  node: NodeReader,
  graph: GraphBuilder,
  { a, b, alpha, last }: {
    readonly a: Operand;
    readonly b: Operand;
    readonly alpha: number;
    readonly last: boolean;
  },
): ActivationOperand {
  const scaled = alpha !== 1;
  const product = graph.emit(node, { kind: "matmul", clamp: noClamp }, {
    inputs: [a, b],
    ...((scaled || !last) && { role: { output: "product" } }),
  });
  if (!scaled) return product;
  return graph.emit(node, { kind: "mul", clamp: noClamp }, {
    inputs: [product, graph.literal(node, "alpha", [alpha])],
    role: last ? { node: "alpha" } : { node: "alpha", output: "scaled" },
  });
}

/** C times beta: a constant is folded, an activation multiplied. */
function scaledAddend(node: NodeReader, graph: GraphBuilder, beta: number): Operand | undefined {
  const c = node.optional(2);
  if (c === undefined || beta === 1) return c;
  if (c.kind === "activation") {
    const inputs = [c, graph.literal(node, "beta", [beta])];
    return graph.emit(node, { kind: "mul", clamp: noClamp }, { inputs, role: "beta" });
  }
  return graph.derived(c, {
    form: `times ${beta}`,
    shape: c.constant.shape,
    derive: (data) => data.map((value) => value * beta),
  });
}

/** A constant C as a bias of `columns` elements, where each column has one number. */
function biasOf(graph: GraphBuilder, c: ConstantOperand, columns: number): Operand | undefined {
  const { shape, data } = c.constant;
  if (
    shape.length > 2 ||
    !(data.length === 1 || (data.length === columns && shape.at(-1) === columns))
  ) {
    return undefined;
  }
  return graph.derived(c, {
    form: `bias ${columns}`,
    shape: [columns],
    channels: { dtype: "int32", from: shape.length - 1, to: 0 },
    derive: (floats) =>
      floats.length === columns ? floats : new Float32Array(columns).fill(floats[0]!),
  });
}

/** Constant B as weights [O, I], times alpha. */
function gemmWeights(
  graph: GraphBuilder,
  b: ConstantOperand,
  { alpha, transB }: { readonly alpha: number; readonly transB: boolean },
): Operand {
  const [rows, columns] = b.constant.shape as [number, number];
  return graph.derived(b, {
    form: `weights ${transB} ${alpha}`,
    shape: transB ? [rows, columns] : [columns, rows],
    ...(alpha === 1 && { channels: { dtype: "int8", from: transB ? 0 : 1, to: 0 } }),
    derive: (data) => {
      const weights = transB ? data : gatherFloats(data, transposedIndex([rows, columns], [1, 0]));
      return alpha === 1 ? weights : weights.map((weight) => weight * alpha);
    },
  });
}

/** A matrix with its axes swapped, where asked. */
function transposed(
  node: NodeReader,
  graph: GraphBuilder,
  { operand, swap, role }: {
    readonly operand: Operand;
    readonly swap: boolean;
    readonly role: string;
  },
): Operand {
  if (!swap) return operand;
  if (operand.kind === "activation") {
    const op = { kind: "transpose", permutation: [1, 0] } as const;
    return graph.emit(node, op, { inputs: [operand], role });
  }
  const [rows, columns] = operand.constant.shape as [number, number];
  return graph.derived(operand, {
    form: "swapped",
    shape: [columns, rows],
    derive: (data) => gatherFloats(data, transposedIndex([rows, columns], [1, 0])),
  });
}
