import { ensure, maxAxes } from "../../graph/mod.ts";
import { type BoundShape, type Dim, elementCount, formatShape } from "../../tensor/mod.ts";

/** The element types of ONNX tensors that are read, by their number in the file. */
const elementTypesByNumber = {
  1: "float32",
  2: "uint8",
  3: "int8",
  6: "int32",
  7: "int64",
  9: "bool",
  10: "float16",
  11: "float64",
} as const;

/** The element type of an ONNX tensor. */
export type ElementType = typeof elementTypesByNumber[keyof typeof elementTypesByNumber];

/** Element types that are known but not read, by their number in the file. */
const unreadTypes: Readonly<Record<number, string>> = {
  4: "uint16",
  5: "int16",
  8: "string",
  12: "uint32",
  13: "uint64",
  14: "complex64",
  15: "complex128",
  16: "bfloat16",
  17: "float8e4m3fn",
  18: "float8e4m3fnuz",
  19: "float8e5m2",
  20: "float8e5m2fnuz",
  21: "uint4",
  22: "int4",
  23: "float4e2m1",
};

/**
 * The element type of that number.
 *
 * @throws {RuleError} When it is not one that is read.
 */
export function elementTypeOf(number: number): ElementType {
  const known: Readonly<Record<number, ElementType>> = elementTypesByNumber;
  const type = known[number];
  ensure(type !== undefined, () => {
    const name = unreadTypes[number] ?? `type ${number}`;
    return `elements must be ${Object.values(known).join(", ")}, got ${name}; ` +
      "convert the model to float32";
  });
  return type;
}

/**
 * A constant of an ONNX file or bound in place of an input. `data` is row-major; integers and
 * booleans (0 or 1) are plain numbers, of int64 those beyond 2^53 rounded.
 */
export type OnnxConstant =
  | { readonly elementType: "float32"; readonly shape: BoundShape; readonly data: Float32Array }
  | {
    readonly elementType: Exclude<ElementType, "float32">;
    readonly shape: BoundShape;
    readonly data: ArrayLike<number>;
  };

/** A constant of shape arithmetic: an int64 element may be the symbolic batch. */
export type Constant =
  | OnnxConstant
  | { readonly elementType: "int64"; readonly shape: BoundShape; readonly data: ArrayLike<Dim> };

/** A constant of that type and shape; `data` has an element for each position. */
export function makeConstant(
  elementType: ElementType,
  shape: BoundShape,
  data: ArrayLike<Dim>,
): Constant {
  if (elementType === "int64") return { elementType, shape, data };
  const numbers = elementType === "float32"
    ? new Float32Array(data.length)
    : new Float64Array(data.length);
  for (let i = 0; i < data.length; i++) numbers[i] = knownNumber(data[i]!);
  return { elementType, shape, data: numbers } as OnnxConstant;
}

/** A constant of `shape` whose element i is element `index[i]` of `source`. */
export function gatherConstant(
  source: Constant,
  shape: BoundShape,
  index: Int32Array,
): Constant {
  if (source.elementType === "float32") {
    return { elementType: "float32", shape, data: gatherFloats(source.data, index) };
  }
  const data = Array.from(index, (at) => source.data[at]!);
  return makeConstant(source.elementType, shape, data);
}

/** The elements `data[index[i]]`. */
export function gatherFloats(data: Float32Array, index: Int32Array): Float32Array {
  const gathered = new Float32Array(index.length);
  for (let i = 0; i < gathered.length; i++) gathered[i] = data[index[i]!]!;
  return gathered;
}

/** The same elements in another shape of as many. */
export function reshapeConstant(source: Constant, shape: BoundShape): Constant {
  return { ...source, shape };
}

/** The number of elements of a constant. */
export function constantLength(constant: Constant): number {
  return elementCount(constant.shape);
}

/** A dimension that must be a number. */
export function knownNumber(dim: Dim): number {
  ensure(dim !== "batch", () => "shape arithmetic must leave the batch as it is, got the batch");
  return dim;
}

/** Most elements of a list of sizes, axes or pads: a start and an end for each axis. */
export const maxListLength = 2 * maxAxes;

/** A list of at most one axis as integers, the batch allowed; `what` names it in errors. */
export function dimsOf(constant: Constant, what: string): readonly Dim[] {
  ensure(
    constant.elementType === "int64" || constant.elementType === "int32",
    () => `${what} must be integers, got ${constant.elementType}`,
  );
  ensure(
    constant.shape.length <= 1,
    () => `${what} must have one axis, got ${formatShape(constant.shape)}`,
  );
  ensure(
    constant.data.length <= maxListLength,
    () => `${what} must have at most ${maxListLength} elements, got ${constant.data.length}`,
  );
  return Array.from(constant.data as ArrayLike<Dim>);
}

/** A list of at most one axis as integers. */
export function integersOf(constant: Constant, what: string): readonly number[] {
  return dimsOf(constant, what).map(knownNumber);
}

/** The only element. */
export function scalarOf(constant: Constant, what: string): number {
  ensure(
    constant.data.length === 1,
    () => `${what} must have one element, got ${constant.data.length}`,
  );
  return knownNumber(constant.data[0]!);
}

/** Float32 elements. */
export function floatsOf(constant: Constant, what: string): Float32Array {
  ensure(
    constant.elementType === "float32",
    () => `${what} must be float32, got ${constant.elementType}`,
  );
  return constant.data;
}
