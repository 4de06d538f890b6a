import { attempting, ensure, maxAxes } from "../../graph/mod.ts";
import { elementCount, formatShape } from "../../tensor/mod.ts";
import { type ElementType, elementTypeOf, makeConstant, type OnnxConstant } from "./constant.ts";
import { halfFloat } from "./half_float.ts";
import { decodeTensorFile, type TensorProto } from "./proto.ts";

/** Bytes of one element in raw data. */
const widths: Readonly<Record<ElementType, number>> = {
  float32: 4,
  float16: 2,
  float64: 8,
  int64: 8,
  int32: 4,
  uint8: 1,
  int8: 1,
  bool: 1,
};

/**
 * The tensor of a TensorProto file, as the ONNX test suite stores inputs and outputs.
 *
 * @throws {ModelError} When the bytes are not a tensor, or one of an element type that is not read.
 */
export function readOnnxTensor(bytes: Uint8Array): OnnxConstant {
  return tensorOf(decodeTensorFile(bytes));
}

/**
 * The constant that a TensorProto holds.
 *
 * @throws {ModelError} When the data do not fit the dimensions, are in another file, or are of an
 * element type that is not read.
 */
export function tensorOf(proto: TensorProto): OnnxConstant {
  return attempting(`Cannot read tensor "${proto.name}"`, () => {
    const { dims, external, rawData } = proto;
    const elementType = elementTypeOf(proto.dataType);
    ensure(
      !external,
      () =>
        "its data must be in the model file, got external data; export it with external_data=False " +
        "(torch.onnx.export), or save it whole in Python: onnx.save(onnx.load(file), file)",
    );
    ensure(dims.length <= maxAxes, () => `it must have at most 8 axes, got ${dims.length}`);
    ensure(
      dims.every((size) => Number.isSafeInteger(size) && size >= 0),
      () => `sizes must not be negative, got ${formatShape(dims)}`,
    );
    const expected = elementCount(dims);
    const typed = typedData(proto, elementType);
    const raw = rawData?.length ? rawData.length / widths[elementType] : 0;
    ensure(
      raw === 0 || typed.length === 0,
      () => `its data must be in one field, got ${raw} raw elements and ${typed.length} others`,
    );
    const found = raw + typed.length;
    ensure(
      found === expected,
      () => `it must have ${expected} elements for ${formatShape(dims)}, got ${found}`,
    );
    const data = rawData?.length ? rawElements(rawData, elementType) : typed;
    return makeConstant(elementType, dims, data) as OnnxConstant;
  });
}

/** The elements in the field that the type is stored in. */
function typedData(proto: TensorProto, elementType: ElementType): readonly number[] {
  switch (elementType) {
    case "float32":
      return proto.floatData;
    case "float64":
      return proto.doubleData;
    case "int64":
      return proto.int64Data;
    case "float16":
      return proto.int32Data.map(halfFloat);
    default:
      return proto.int32Data;
  }
}

/** Little-endian elements. */
function rawElements(bytes: Uint8Array, elementType: ElementType): ArrayLike<number> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const width = widths[elementType];
  const length = bytes.length / width;
  const data = elementType === "float32" ? new Float32Array(length) : new Float64Array(length);
  const read = readers[elementType];
  for (let i = 0; i < length; i++) data[i] = read(view, i * width);
  return data;
}

const readers: Readonly<Record<ElementType, (view: DataView, offset: number) => number>> = {
  float32: (view, offset) => view.getFloat32(offset, true),
  float16: (view, offset) => halfFloat(view.getUint16(offset, true)),
  float64: (view, offset) => view.getFloat64(offset, true),
  int64: (view, offset) => Number(view.getBigInt64(offset, true)),
  int32: (view, offset) => view.getInt32(offset, true),
  uint8: (view, offset) => view.getUint8(offset),
  int8: (view, offset) => view.getInt8(offset),
  bool: (view, offset) => view.getUint8(offset) === 0 ? 0 : 1,
};
