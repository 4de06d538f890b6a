/** Writes small TensorFlow Lite models as bytes, for tests. */
import { Builder } from "flatbuffers";

/** Element types by their number in the file. */
const elementTypes = {
  FLOAT32: 0,
  FLOAT16: 1,
  INT32: 2,
  UINT8: 3,
  INT64: 4,
  INT16: 7,
  INT8: 9,
  INT4: 17,
} as const;

/** A tensor to write; one with data is a constant. */
export interface TestTensor {
  readonly name?: string;
  readonly type?: keyof typeof elementTypes;
  readonly shape: readonly number[];
  readonly signature?: readonly number[];
  /** Elements, or the bytes themselves. */
  readonly data?: readonly number[] | Uint8Array;
  readonly scales?: readonly number[];
  readonly zeroPoints?: readonly number[];
  readonly axis?: number;
  readonly customQuantization?: boolean;
  readonly variable?: boolean;
  readonly sparse?: boolean;
  readonly externalBuffer?: number;
}

/** The value of a field by its slot. */
export type TestField =
  | { readonly slot: number; readonly int8: number }
  | { readonly slot: number; readonly int32: number }
  | { readonly slot: number; readonly float32: number }
  | { readonly slot: number; readonly int32s: readonly number[] };

export interface TestOperator {
  /** The operator's code: 3 is CONV_2D. */
  readonly code: number;
  readonly customCode?: string;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly optionsType?: number;
  readonly options?: readonly TestField[];
}

export interface TestModel {
  readonly tensors: readonly TestTensor[];
  readonly operators: readonly TestOperator[];
  readonly inputs?: readonly number[];
  readonly outputs?: readonly number[];
  readonly version?: number;
  readonly subgraphs?: number;
  readonly identifier?: string;
}

/** The elements of a constant as little-endian bytes. */
function bytesOf({ type = "FLOAT32", data = [] }: TestTensor): Uint8Array {
  if (data instanceof Uint8Array) return data;
  switch (type) {
    case "FLOAT32":
      return new Uint8Array(Float32Array.from(data).buffer);
    case "FLOAT16":
      return new Uint8Array(Float16Array.from(data).buffer);
    case "INT32":
      return new Uint8Array(Int32Array.from(data).buffer);
    case "INT64":
      return new Uint8Array(BigInt64Array.from(data, BigInt).buffer);
    default:
      return Uint8Array.from(data, (code) => code & 0xff);
  }
}

function vector<T>(
  builder: Builder,
  { bytes, values, add }: {
    readonly bytes: number;
    readonly values: readonly T[];
    readonly add: (value: T) => void;
  },
): number {
  builder.startVector(bytes, values.length, bytes);
  for (const value of values.toReversed()) add(value);
  return builder.endVector();
}

function int32s(builder: Builder, values: readonly number[]): number {
  return vector(builder, { bytes: 4, values, add: (value) => builder.addInt32(value) });
}

function float32s(builder: Builder, values: readonly number[]): number {
  return vector(builder, { bytes: 4, values, add: (value) => builder.addFloat32(value) });
}

function int64s(builder: Builder, values: readonly number[]): number {
  return vector(builder, { bytes: 8, values, add: (value) => builder.addInt64(BigInt(value)) });
}

function offsets(builder: Builder, values: readonly number[]): number {
  return vector(builder, { bytes: 4, values, add: (value) => builder.addOffset(value) });
}

/** A table of `slots` fields, written by `write`. */
function table(builder: Builder, slots: number, write: () => void): number {
  builder.startObject(slots);
  write();
  return builder.endObject();
}

function quantizationOf(builder: Builder, tensor: TestTensor): number {
  const { scales, zeroPoints, axis = 0, customQuantization = false } = tensor;
  if (scales === undefined && !customQuantization) return 0;
  const scale = scales ? float32s(builder, scales) : 0;
  const zero = zeroPoints ? int64s(builder, zeroPoints) : 0;
  return table(builder, 7, () => {
    if (scale) builder.addFieldOffset(2, scale, 0);
    if (zero) builder.addFieldOffset(3, zero, 0);
    builder.addFieldInt8(4, customQuantization ? 1 : 0, 0);
    builder.addFieldInt32(6, axis, 0);
  });
}

function tensorOf(builder: Builder, tensor: TestTensor, buffer: number): number {
  const { name = "", type = "FLOAT32", shape, signature } = tensor;
  const text = builder.createString(name);
  const sizes = int32s(builder, shape);
  const open = signature ? int32s(builder, signature) : 0;
  const quantization = quantizationOf(builder, tensor);
  const sparsity = tensor.sparse ? table(builder, 3, () => {}) : 0;
  return table(builder, 11, () => {
    builder.addFieldOffset(0, sizes, 0);
    builder.addFieldInt8(1, elementTypes[type], 0);
    builder.addFieldInt32(2, buffer, 0);
    builder.addFieldOffset(3, text, 0);
    builder.addFieldOffset(4, quantization, 0);
    builder.addFieldInt8(5, tensor.variable ? 1 : 0, 0);
    builder.addFieldOffset(6, sparsity, 0);
    builder.addFieldOffset(7, open, 0);
    builder.addFieldInt32(10, tensor.externalBuffer ?? 0, 0);
  });
}

function optionsOf(builder: Builder, fields: readonly TestField[]): number {
  const vectors = fields.map((field) => "int32s" in field ? int32s(builder, field.int32s) : 0);
  const slots = fields.reduce((most, { slot }) => Math.max(most, slot + 1), 0);
  return table(builder, slots, () => {
    builder.forceDefaults(true);
    fields.forEach((field, i) => {
      if ("int8" in field) builder.addFieldInt8(field.slot, field.int8, 0);
      else if ("int32" in field) builder.addFieldInt32(field.slot, field.int32, 0);
      else if ("float32" in field) builder.addFieldFloat32(field.slot, field.float32, 0);
      else builder.addFieldOffset(field.slot, vectors[i]!, 0);
    });
    builder.forceDefaults(false);
  });
}

function operatorOf(builder: Builder, operator: TestOperator, code: number): number {
  const inputs = int32s(builder, operator.inputs);
  const outputs = int32s(builder, operator.outputs);
  const options = operator.options ? optionsOf(builder, operator.options) : 0;
  return table(builder, 5, () => {
    builder.addFieldInt32(0, code, 0);
    builder.addFieldOffset(1, inputs, 0);
    builder.addFieldOffset(2, outputs, 0);
    builder.addFieldInt8(3, operator.optionsType ?? 0, 0);
    builder.addFieldOffset(4, options, 0);
  });
}

function operatorCodeOf(builder: Builder, { code, customCode }: TestOperator): number {
  const custom = customCode === undefined ? 0 : builder.createString(customCode);
  return table(builder, 4, () => {
    builder.addFieldInt8(0, Math.min(code, 127), 0);
    builder.addFieldOffset(1, custom, 0);
    builder.addFieldInt32(3, code, 0);
  });
}

/** A model with a code of its own for each operator. */
export function modelBytes(model: TestModel): Uint8Array {
  const { tensors, operators, inputs = [0], outputs = [tensors.length - 1] } = model;
  const builder = new Builder(1024);
  const constants = tensors.filter(({ data }) => data !== undefined);
  const data = [0, ...constants.map((tensor) => builder.createByteVector(bytesOf(tensor)))];
  const buffers = offsets(
    builder,
    data.map((bytes) => table(builder, 1, () => builder.addFieldOffset(0, bytes, 0))),
  );
  const written = offsets(
    builder,
    tensors.map((tensor) => tensorOf(builder, tensor, constants.indexOf(tensor) + 1)),
  );
  const nodes = offsets(builder, operators.map((operator, i) => operatorOf(builder, operator, i)));
  const codes = offsets(builder, operators.map((operator) => operatorCodeOf(builder, operator)));
  const first = int32s(builder, inputs);
  const last = int32s(builder, outputs);
  const name = builder.createString("main");
  const subgraph = table(builder, 5, () => {
    builder.addFieldOffset(0, written, 0);
    builder.addFieldOffset(1, first, 0);
    builder.addFieldOffset(2, last, 0);
    builder.addFieldOffset(3, nodes, 0);
    builder.addFieldOffset(4, name, 0);
  });
  const subgraphs = offsets(
    builder,
    Array.from({ length: model.subgraphs ?? 1 }, () => subgraph),
  );
  const root = table(builder, 5, () => {
    builder.addFieldInt32(0, model.version ?? 3, 0);
    builder.addFieldOffset(1, codes, 0);
    builder.addFieldOffset(2, subgraphs, 0);
    builder.addFieldOffset(4, buffers, 0);
  });
  builder.finish(root, model.identifier ?? "TFL3");
  return builder.asUint8Array().slice();
}
