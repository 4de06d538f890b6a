/** The operands of the QLinear operators: codes with scale and zero point in the inputs behind. */
import { ensure } from "../../graph/mod.ts";
import { type BoundShape, tensor } from "../../tensor/mod.ts";
import type { GraphBuilder, OutputCodes } from "./builder.ts";
import { checkAlong, codesOf, isCodeType, quantizationOf, symmetricChannels } from "./codes.ts";
import { type Constant, constantLength } from "./constant.ts";
import type { NodeReader } from "./node_reader.ts";
import type { ActivationOperand, ConstantOperand, Operand } from "./operand.ts";
import { type NodeParameters, nodeParameters } from "./parameters.ts";

interface At {
  /** Index of the codes; their scale and zero point follow. */
  readonly index: number;
  readonly of: string;
}

/** One scale and zero point, of a tensor as a whole. */
function whole(parameters: NodeParameters, of: string) {
  const { scales, zeroPoints } = parameters;
  ensure(
    scales.length === 1,
    () => `the scale of ${of} must have one element, got ${scales.length}`,
  );
  return quantizationOf({ scales, zeroPoints });
}

/** An activation of codes, its parameters settled. */
export function qlinearInput(
  node: NodeReader,
  graph: GraphBuilder,
  { index, of }: At,
): ActivationOperand {
  const x = node.activation(index, of);
  const { codes } = x;
  ensure(codes !== undefined, () => `${of} must be int8 or uint8, got float32`);
  const at = { scale: index + 1, zeroPoint: index + 2, of, expected: codes.elementType };
  graph.settle(codes, whole(nodeParameters(node, graph, at), of));
  return x;
}

/** An activation of codes, or a constant of codes as a value of the Graph. */
export function codedOperand(node: NodeReader, graph: GraphBuilder, { index, of }: At): Operand {
  const x = node.input(index, of);
  if (x.kind === "activation") return qlinearInput(node, graph, { index, of });
  const at = { scale: index + 1, zeroPoint: index + 2, of, expected: codeTypeOf(x.constant, of) };
  const quantization = whole(nodeParameters(node, graph, at), of);
  const codes = codesOf(x.constant, of);
  graph.spend(codes.length);
  const constant = tensor("int8", x.constant.shape as BoundShape, Int8Array.from(codes));
  return graph.integers(x.name, constant, quantization);
}

/** The codes that a node writes, by the parameters in two of its inputs. */
export function qlinearOutput(
  node: NodeReader,
  graph: GraphBuilder,
  scale: number,
): OutputCodes {
  const parameters = nodeParameters(node, graph, { scale, zeroPoint: scale + 1, of: "the output" });
  const { elementType } = parameters;
  ensure(isCodeType(elementType), () => `the output must be int8 or uint8, got ${elementType}`);
  return { elementType, quantization: whole(parameters, "the output") };
}

/** Constant weights with one scale, or one for each index along `axis`. */
export function codedWeights(
  node: NodeReader,
  graph: GraphBuilder,
  { index, axis }: { readonly index: number; readonly axis: number },
): ConstantOperand {
  const weights = node.constant(index, "weights");
  const expected = codeTypeOf(weights.constant, "weights");
  const at = { scale: index + 1, zeroPoint: index + 2, of: "the weights", expected };
  const { scales, zeroPoints } = nodeParameters(node, graph, at);
  graph.spend(constantLength(weights.constant));
  return weightsOf(weights, { scales, zeroPoints, axis });
}

function codeTypeOf({ elementType }: Constant, what: string) {
  ensure(isCodeType(elementType), () => `${what} must be int8 or uint8, got ${elementType}`);
  return elementType;
}

/**
 * Constant codes as weights with those parameters: one, or one for each index along `axis`.
 *
 * @throws {RuleError} When codes with a zero point for each channel do not fit into int8 without it.
 */
export function weightsOf(
  { name, constant }: ConstantOperand,
  { scales, zeroPoints, axis }: Pick<NodeParameters, "scales" | "zeroPoints"> & {
    readonly axis: number;
  },
): ConstantOperand {
  const shape = constant.shape as BoundShape;
  const along = scales.length > 1;
  if (along) checkAlong(scales.length, shape, axis, "the scale of the weights");
  const codes = codesOf(constant, "weights");
  const coded = symmetricChannels(
    { codes, scales, zeroPoints, ...(along && { axis }) },
    shape,
  );
  ensure(
    coded !== undefined,
    () => "weights with a zero point for each channel must fit into int8 without it, got larger",
  );
  // The elements are stored as codes; no float32 form of them is ever asked for.
  return { kind: "constant", name, constant: { elementType: "int8", shape, data: codes }, coded };
}
