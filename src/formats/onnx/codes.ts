/** Integer constants, and the parameters that make reals of them. */
import { codeMax, codeMin, makeScale, type Scale } from "../../affine/mod.ts";
import { ensure, type Quantization } from "../../graph/mod.ts";
import { type BoundShape, formatShape } from "../../tensor/mod.ts";
import { makeZeroPoint } from "../../affine/mod.ts";
import type { Constant } from "./constant.ts";

/** The element types of codes that are read. */
export type CodeType = "int8" | "uint8";

/** What is taken from a code of the file to make it the int8 code of the Graph. */
export function codeOffset(type: CodeType): number {
  return type === "uint8" ? 128 : 0;
}

/**
 * `real = scale * (code - zeroPoint)`, one scale and zero point in all, or one for each index along
 * `axis`. Codes and zero points are int8 (those of uint8 minus 128) or int32.
 */
export interface CodeParameters {
  readonly scales: readonly Scale[];
  readonly zeroPoints: readonly number[];
  /** Absent: one scale in all. */
  readonly axis?: number;
}

/** Integers with their parameters. */
export interface CodedConstant extends CodeParameters {
  readonly codes: Int8Array | Int32Array;
}

/** The least and the greatest code of each type. */
export const ranges = {
  int8: [codeMin, codeMax],
  uint8: [0, 255],
  int32: [-(2 ** 31), 2 ** 31 - 1],
} as const;

/** The element type of codes and zero points. */
export function isCodeType(type: string): type is CodeType {
  return type === "int8" || type === "uint8";
}

/**
 * The elements of an integer constant, those of uint8 minus 128; `what` names it in errors. A file
 * may store more bits than its type has.
 *
 * @throws {RuleError} When an element is out of range.
 */
export function codesOf(
  { elementType, data }: Constant,
  what: string,
): Int8Array | Int32Array {
  ensure(
    isCodeType(elementType) || elementType === "int32",
    () => `${what} must be int8, uint8 or int32, got ${elementType}`,
  );
  const [lo, hi] = ranges[elementType];
  const codes = elementType === "int32" ? new Int32Array(data.length) : new Int8Array(data.length);
  const offset = elementType === "int32" ? 0 : codeOffset(elementType);
  for (let i = 0; i < codes.length; i++) {
    const code = data[i] as number;
    ensure(
      code >= lo && code <= hi,
      () => `${what} must be in [${lo}, ${hi}] as ${elementType}, element ${i} is ${code}`,
    );
    codes[i] = code - offset;
  }
  return codes;
}

/** The scales that a constant holds: float32 or float16, positive and finite. */
export function scalesOf({ elementType, data }: Constant, what: string): readonly Scale[] {
  ensure(
    elementType === "float32" || elementType === "float16",
    () => `${what} must be float32, got ${elementType}`,
  );
  ensure(data.length > 0, () => `${what} must have an element, got none`);
  return Array.from(data as ArrayLike<number>, (value) => {
    ensure(
      Math.fround(value) > 0 && Number.isFinite(value),
      () => `${what} must be positive and finite, got ${value}`,
    );
    return makeScale(value);
  });
}

/** `f(s * (q - z))` of every code of a constant of that shape. */
export function dequantizeCodes(
  { codes, scales, zeroPoints, axis }: CodedConstant,
  shape: BoundShape,
): Float32Array {
  const inner = axis === undefined
    ? codes.length
    : shape.slice(axis + 1).reduce((product, size) => product * size, 1);
  const count = scales.length;
  return Float32Array.from(codes as Int32Array, (code, i) => {
    const at = Math.floor(i / inner) % count;
    return scales[at]! * (code - zeroPoints[at]!);
  });
}

/**
 * int8 codes as weights of a Graph, whose channels have the zero point 0 and which may have one other
 * in all: where a zero point differs, codes are moved to it, if they stay in int8.
 */
export function symmetricChannels(
  coded: CodedConstant,
  shape: BoundShape,
): CodedConstant | undefined {
  const { codes, zeroPoints, axis } = coded;
  if (axis === undefined || zeroPoints.every((zero) => zero === 0)) return coded;
  const inner = shape.slice(axis + 1).reduce((product, size) => product * size, 1);
  const moved = new Int8Array(codes.length);
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]! - zeroPoints[Math.floor(i / inner) % zeroPoints.length]!;
    if (code < codeMin || code > codeMax) return undefined;
    moved[i] = code;
  }
  return { ...coded, codes: moved, zeroPoints: zeroPoints.map(() => 0) };
}

/** Parameters as the type of an int8 value has them; `axis` is where its scales run. */
export function quantizationOf(
  { scales, zeroPoints, axis }: CodeParameters,
): Extract<Quantization, { kind: "static" }> {
  return axis === undefined
    ? {
      kind: "static",
      granularity: "per-tensor",
      parameters: { scale: scales[0]!, zeroPoint: makeZeroPoint(zeroPoints[0]!) },
    }
    : { kind: "static", granularity: "per-channel", axis, scales };
}

/** Requires one scale for each index along an axis of that shape. */
export function checkAlong(count: number, shape: readonly unknown[], axis: number, what: string) {
  ensure(
    shape[axis] === count,
    () =>
      `${what} must have one element, or one for each index along axis ${axis} of ` +
      `${formatShape(shape as BoundShape)}, got ${count}`,
  );
}
