import { makeScale } from "../../../affine/mod.ts";
import { ensure, noClamp } from "../../../graph/mod.ts";
import type { GraphBuilder } from "../builder.ts";
import {
  type CodeParameters,
  codesOf,
  dequantizeCodes,
  isCodeType,
  quantizationOf,
} from "../codes.ts";
import { elementTypeOf } from "../constant.ts";
import type { NodeReader } from "../node_reader.ts";
import { type ActivationOperand, type ConstantOperand, type Operand, shapeOf } from "../operand.ts";
import { nodeParameters } from "../parameters.ts";
import { isDynamicScale } from "../pending.ts";
import { alongAxis, checkBlocks } from "./quantize_linear.ts";

/**
 * DequantizeLinear of codes: `scale * (code - zero point)`. Constants remember their integers, so that
 * weights stay int8. Codes of an activation that have a scale for each index along `axis` become
 * integers, then reals by an add and a mul.
 */
export function readDequantizeLinear(node: NodeReader, graph: GraphBuilder): Operand {
  node.checkInputs(2, 3);
  checkBlocks(node);
  const declared = node.integer("output_dtype") ?? 0;
  ensure(
    declared === 0 || elementTypeOf(declared) === "float32",
    () => `output_dtype must be float32, got ${elementTypeOf(declared)}`,
  );
  const x = node.input(0, "the codes");
  if (x.kind === "activation" && isDynamicScale(node, x, { scale: 1, zeroPoint: 2 })) {
    node.ignore("axis");
    return graph.emit(node, { kind: "dequantize" }, { inputs: [x], output: "float32" });
  }
  const expected = x.kind === "constant" ? x.constant.elementType : x.codes?.elementType;
  ensure(
    expected !== undefined && (isCodeType(expected) || expected === "int32"),
    () => `codes must be int8, uint8 or int32, got ${expected ?? "float32"}`,
  );
  const given = nodeParameters(node, graph, { scale: 1, zeroPoint: 2, of: "the codes", expected });
  const parameters = alongAxis(node, given, shapeOf(x));
  if (x.kind === "constant") return dequantizedConstant(node, graph, x, parameters);
  return parameters.axis === undefined
    ? dequantized(node, graph, x, parameters)
    : dequantizedAlong(node, graph, x, parameters);
}

function dequantizedConstant(
  node: NodeReader,
  graph: GraphBuilder,
  { constant }: ConstantOperand,
  parameters: CodeParameters,
): Operand {
  graph.spend(constant.data.length);
  const coded = { ...parameters, codes: codesOf(constant, "the codes") };
  const shape = constant.shape;
  const data = dequantizeCodes(coded, shape);
  return {
    kind: "constant",
    name: node.output,
    constant: { elementType: "float32", shape, data },
    coded,
  };
}

function dequantized(
  node: NodeReader,
  graph: GraphBuilder,
  x: ActivationOperand,
  parameters: CodeParameters,
): Operand {
  graph.settle(x.codes!, quantizationOf(parameters));
  return graph.emit(node, { kind: "dequantize" }, { inputs: [x], output: "float32" });
}

/** `s[c] * ((code - 0) - zeroPoint[c])`, the difference exact, so that it is rounded once. */
function dequantizedAlong(
  node: NodeReader,
  graph: GraphBuilder,
  x: ActivationOperand,
  { scales, zeroPoints, axis }: CodeParameters,
): Operand {
  const plain = { scales: [makeScale(1)], zeroPoints: [0] };
  graph.settle(x.codes!, quantizationOf(plain));
  const op = { kind: "dequantize" } as const;
  const codes = graph.emit(node, op, { inputs: [x], output: "float32", role: "codes" });
  const shape = x.shape.slice(axis!).map((_, i) => i === 0 ? scales.length : 1);
  const steps = graph.emit(node, { kind: "add", clamp: noClamp }, {
    inputs: [codes, graph.literal(node, "minus_zero_point", zeroPoints.map((z) => -z), shape)],
    role: "steps",
  });
  const inputs = [steps, graph.literal(node, "scales", scales, shape)];
  return graph.emit(node, { kind: "mul", clamp: noClamp }, { inputs });
}
