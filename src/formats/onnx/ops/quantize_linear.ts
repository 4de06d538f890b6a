import { ensure } from "../../../graph/mod.ts";
import { elementCount, formatShape } from "../../../tensor/mod.ts";
import { axisOf } from "../axes.ts";
import type { GraphBuilder } from "../builder.ts";
import {
  checkAlong,
  type CodeParameters,
  type CodeType,
  isCodeType,
  quantizationOf,
  ranges,
} from "../codes.ts";
import { elementTypeOf, floatsOf, makeConstant } from "../constant.ts";
import type { NodeReader } from "../node_reader.ts";
import { type ConstantOperand, type Operand, shapeOf } from "../operand.ts";
import { type NodeParameters, nodeParameters } from "../parameters.ts";

/**
 * QuantizeLinear to int8 or uint8: of an activation a quantize with one scale, ties away from zero
 * (ONNX rounds them to even); a constant is folded, ties to even, and may have a scale for each index
 * along `axis`.
 */
export function readQuantizeLinear(node: NodeReader, graph: GraphBuilder): Operand {
  node.checkInputs(2, 3);
  node.ignore("saturate", "precision");
  checkBlocks(node);
  const x = node.input(0, "the input");
  const declared = node.integer("output_dtype") ?? 0;
  const expected = declared === 0 ? undefined : elementTypeOf(declared);
  ensure(
    expected === undefined || isCodeType(expected),
    () => `output_dtype must be int8 or uint8, got ${expected}`,
  );
  const given = nodeParameters(node, graph, { scale: 1, zeroPoint: 2, of: "the codes", expected });
  const { elementType } = given;
  ensure(isCodeType(elementType), () => `codes must be int8 or uint8, got ${elementType}`);
  const parameters = alongAxis(node, given, shapeOf(x));
  if (x.kind === "constant") return quantizedConstant(node, graph, x, { elementType, parameters });
  ensure(
    parameters.axis === undefined,
    () => `an activation must have one scale in all, got ${parameters.scales.length}`,
  );
  const output = { elementType, quantization: quantizationOf(parameters) };
  return graph.emit(node, { kind: "quantize" }, { inputs: [x], output });
}

/** Requires one scale for all elements or for an index along an axis: no blocks. */
export function checkBlocks(node: NodeReader): void {
  const blocks = node.integer("block_size") ?? 0;
  ensure(blocks === 0, () => `block_size must be 0, got ${blocks}`);
}

/** Parameters of a value of that shape: a list runs along `axis`, where it has as many elements. */
export function alongAxis(
  node: NodeReader,
  { scales, zeroPoints, list }: NodeParameters,
  shape: readonly unknown[],
): CodeParameters {
  const given = node.integer("axis") ?? 1;
  if (!list || (scales.length === 1 && (shape.length < 2 || shape.at(given) !== 1))) {
    return { scales, zeroPoints };
  }
  const axis = axisOf(given, shape.length);
  checkAlong(scales.length, shape, axis, "the scale");
  return { scales, zeroPoints, axis };
}

function quantizedConstant(
  node: NodeReader,
  graph: GraphBuilder,
  x: ConstantOperand,
  { elementType, parameters: { scales, zeroPoints, axis } }: {
    readonly elementType: CodeType;
    readonly parameters: CodeParameters;
  },
): Operand {
  const floats = floatsOf(x.constant, `constant "${x.name}"`);
  const shape = x.constant.shape;
  ensure(
    floats.every(Number.isFinite),
    () => `constant "${x.name}" ${formatShape(shape)} must be finite, got an element that is not`,
  );
  graph.spend(floats.length);
  const inner = axis === undefined ? floats.length : elementCount(shape.slice(axis + 1));
  const [lo, hi] = ranges[elementType];
  const data = Float64Array.from(floats, (value, i) => {
    const at = Math.floor(i / inner) % scales.length;
    const zero = zeroPoints[at]! + (elementType === "uint8" ? 128 : 0);
    return Math.min(Math.max(roundHalfEven(Math.fround(value / scales[at]!)) + zero, lo), hi);
  });
  return { kind: "constant", name: node.output, constant: makeConstant(elementType, shape, data) };
}

/** The nearest integer, ties to even. */
function roundHalfEven(x: number): number {
  const below = Math.floor(x);
  const fraction = x - below;
  if (fraction !== 0.5) return fraction < 0.5 ? below : below + 1;
  return below % 2 === 0 ? below : below + 1;
}
