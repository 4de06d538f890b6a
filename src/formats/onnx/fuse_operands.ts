/** Constants and parameters of the int8 ops that float32 ops are fused to. */
import {
  type AffineParameters,
  roundHalfAway,
  type Scale,
  signedUnitParameters,
  unitIntervalParameters,
} from "../../affine/mod.ts";
import {
  biasLimit,
  type Node,
  type OpKind,
  unquantized,
  type Value,
  weightScales,
} from "../../graph/mod.ts";
import { type Tensor, tensor } from "../../tensor/mod.ts";
import { type CodedConstant, dequantizeCodes, quantizationOf } from "./codes.ts";

/** Whether two codes of the same number stand for the same real. */
export function sameParameters(a: AffineParameters, b: AffineParameters): boolean {
  return a.scale === b.scale && a.zeroPoint === b.zeroPoint;
}

/** The output parameters of an op that has no others. */
export function fixedOutput(kind: OpKind): AffineParameters | undefined {
  switch (kind) {
    case "softmax":
    case "sigmoid":
      return unitIntervalParameters;
    case "tanh":
      return signedUnitParameters;
    default:
      return undefined;
  }
}

/**
 * The int32 bias of a float32 one: the integers of the file where they are at the scale
 * `f(s_in * s_w[c])`, else `round(b / f(s_in * s_w[c]))`, ties away from zero. None where one would
 * leave |bias| < 2^30.
 */
export function integerBiasValue(
  node: Node,
  { bias, coded, weights, scale, name }: {
    readonly bias: Value;
    readonly coded: CodedConstant | undefined;
    readonly weights: Value;
    /** The scale of the input. */
    readonly scale: Scale;
    readonly name: string;
  },
): Value | undefined {
  const { data, shape } = bias.constant as Tensor<"float32">;
  const units = weightScales(node, weights).map((weightScale) => scale * weightScale);
  const exact = coded !== undefined && isUnchanged(coded, bias.constant!) &&
    coded.zeroPoints.every((zero) => zero === 0) &&
    units.every((unit, c) => coded.scales[coded.scales.length === 1 ? 0 : c] === unit);
  const codes = exact
    ? coded.codes
    : Array.from(data, (b, c) => roundHalfAway(Math.fround(b / units[c]!)));
  if (!codes.every((code) => Math.abs(code) < biasLimit)) return undefined;
  return {
    name,
    type: { dtype: "int32", shape, quantization: unquantized },
    constant: tensor("int32", shape, Int32Array.from(codes)),
  };
}

/** A constant operand as the int8 codes that it was dequantized from, if those have one scale. */
export function codedOperandValue(
  { constant }: Value,
  { coded, name }: { readonly coded: CodedConstant; readonly name: string },
): Value | undefined {
  const { codes, scales, zeroPoints, axis } = coded;
  if (axis !== undefined || !(codes instanceof Int8Array)) return undefined;
  const { data, shape } = constant as Tensor<"float32">;
  // A pass may have moved the elements, so the codes are found again, each checked.
  const recovered = Int8Array.from(data, (x) => Math.round(x / scales[0]!) + zeroPoints[0]!);
  if (!isUnchanged({ ...coded, codes: recovered }, constant!)) return undefined;
  return {
    name,
    type: { dtype: "int8", shape, quantization: quantizationOf(coded) },
    constant: tensor("int8", shape, recovered),
  };
}

/** Whether a float32 constant holds what the codes stand for. */
function isUnchanged(coded: CodedConstant, { data, shape }: Tensor): boolean {
  if (coded.codes.length !== data.length) return false;
  return dequantizeCodes(coded, shape).every((value, i) => Object.is(value + 0, data[i]! + 0));
}
