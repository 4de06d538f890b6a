/** The elements of constants. */
import { ensure } from "../../graph/mod.ts";
import { elementCount, formatShape } from "../../tensor/mod.ts";
import type { ConstantOperand } from "./operand.ts";
import type { ElementType } from "./schema.ts";

/** Bytes of an element of the types that constants may have. */
const elementBytes: Readonly<Partial<Record<ElementType, number>>> = {
  FLOAT32: 4,
  FLOAT16: 2,
  INT32: 4,
  INT64: 8,
  INT8: 1,
  UINT8: 1,
};

/** Most elements of a list of sizes, axes or pads. */
const maxListLength = 16;

/** The bytes of a constant as memory of their own, aligned, once they are as many as its shape says. */
function checkedBytes({ elementType, shape, data }: ConstantOperand): ArrayBuffer {
  const bytes = elementBytes[elementType];
  ensure(
    bytes !== undefined,
    () => `constants must be ${Object.keys(elementBytes).join(", ")}, got ${elementType}`,
  );
  const expected = elementCount(shape) * bytes;
  ensure(
    data.length === expected,
    () =>
      `${elementType} ${
        formatShape(shape)
      } must have ${expected} bytes of data, got ${data.length}`,
  );
  return new Uint8Array(data).buffer;
}

/** Elements of a FLOAT32 constant. */
export function floatsOf(constant: ConstantOperand, what: string): Float32Array {
  checkType(constant, "FLOAT32", what);
  return new Float32Array(checkedBytes(constant));
}

/** Codes of an INT8 constant. */
export function codesOf(constant: ConstantOperand, what: string): Int8Array {
  checkType(constant, "INT8", what);
  return new Int8Array(checkedBytes(constant));
}

/** Elements of an INT32 constant. */
export function integersOf(constant: ConstantOperand, what: string): Int32Array {
  checkType(constant, "INT32", what);
  return new Int32Array(checkedBytes(constant));
}

/** A list of sizes, axes or pads: INT32 or INT64, of any shape. */
export function listOf(constant: ConstantOperand, what: string): readonly number[] {
  const { elementType, shape } = constant;
  ensure(
    elementType === "INT32" || elementType === "INT64",
    () => `${what} must be INT32 or INT64, got ${elementType}`,
  );
  ensure(
    elementCount(shape) <= maxListLength,
    () => `${what} must have at most ${maxListLength} elements, got ${elementCount(shape)}`,
  );
  const bytes = checkedBytes(constant);
  return elementType === "INT32"
    ? [...new Int32Array(bytes)]
    : Array.from(new BigInt64Array(bytes), Number);
}

/**
 * Elements as reals: FLOAT32 as they are, FLOAT16 widened, codes as `scale * (code - zeroPoint)` in
 * float32, with one scale or one along an axis.
 */
export function realsOf(constant: ConstantOperand, what: string): Float32Array {
  switch (constant.elementType) {
    case "FLOAT32":
      return floatsOf(constant, what);
    case "FLOAT16":
      return new Float32Array(new Float16Array(checkedBytes(constant)));
    case "INT8":
      return dequantized(constant, new Int8Array(checkedBytes(constant)), what);
    case "UINT8":
      return dequantized(constant, new Uint8Array(checkedBytes(constant)), what);
  }
  ensure(
    false,
    () => `${what} must be FLOAT32, FLOAT16, INT8 or UINT8, got ${constant.elementType}`,
  );
}

function dequantized(
  { shape, quantization }: ConstantOperand,
  codes: Int8Array | Uint8Array,
  what: string,
): Float32Array {
  ensure(
    quantization !== undefined && !quantization.custom,
    () => `${what} must have scales, got ${quantization ? "another quantization" : "none"}`,
  );
  const { scales, zeroPoints, axis } = quantization;
  ensure(
    scales.length === 1 || scales.length === shape[axis],
    () => `${what} must have 1 scale or one along axis ${axis}, got ${scales.length}`,
  );
  const channels = scales.length;
  const inner = channels === 1 ? codes.length : elementCount(shape.slice(axis + 1));
  return Float32Array.from(codes, (code, i) => {
    const channel = Math.floor(i / inner) % channels;
    return Math.fround(scales[channel]!) * (code - (zeroPoints[channel] ?? zeroPoints[0] ?? 0));
  });
}

function checkType({ elementType }: ConstantOperand, wanted: ElementType, what: string): void {
  ensure(elementType === wanted, () => `${what} must be ${wanted}, got ${elementType}`);
}
