/** Writes small ONNX models as bytes, for tests. */
import protobuf from "protobufjs/minimal";

/** A size, a symbolic size by name, or a size that is left out. */
type TestDim = number | string | undefined;

/** The numbers of the element types that tests write. */
const elementTypes = { float32: 1, uint8: 2, int8: 3, int32: 6, int64: 7, float16: 10 } as const;

/** A tensor to write: float32 or int64 as raw data, others in the field of int32 elements. */
export interface TestTensor {
  readonly name?: string;
  readonly shape: readonly number[];
  readonly floats?: readonly number[];
  readonly integers?: readonly number[];
  readonly uint8?: readonly number[];
  readonly int8?: readonly number[];
  readonly int32?: readonly number[];
  /** Bits. */
  readonly float16?: readonly number[];
}

/** An attribute by its value: integers have a `n` behind them to tell them from floats. */
export type TestAttribute =
  | bigint
  | number
  | string
  | readonly bigint[]
  | readonly number[]
  | { readonly tensor: Uint8Array };

export interface TestNode {
  readonly op: string;
  readonly name?: string;
  readonly domain?: string;
  readonly inputs?: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, TestAttribute>>;
}

export interface TestModel {
  readonly opset?: number;
  readonly name?: string;
  readonly inputs?: Readonly<Record<string, readonly TestDim[]>>;
  /** Element types of inputs and outputs that are not float32. */
  readonly types?: Readonly<Record<string, keyof typeof elementTypes>>;
  readonly outputs?: readonly string[];
  readonly nodes: readonly TestNode[];
  /** Constants: float32 unless `integers` are given. */
  readonly constants?: Readonly<Record<string, TestTensor>>;
}

type Writer = protobuf.Writer;

function message(write: (writer: Writer) => void): Uint8Array {
  const writer = protobuf.Writer.create();
  write(writer);
  return new Uint8Array(writer.finish()); // a Node Buffer would share its bytes with its slices
}

function text(writer: Writer, field: number, value: string): void {
  writer.uint32(field << 3 | 2).string(value);
}

function int(writer: Writer, field: number, value: number | bigint): void {
  writer.uint32(field << 3).int64(String(value));
}

function nested(writer: Writer, field: number, bytes: Uint8Array): void {
  writer.uint32(field << 3 | 2).bytes(bytes);
}

/** Elements as little-endian bytes. */
export function rawFloats(values: readonly number[]): Uint8Array {
  return new Uint8Array(Float32Array.from(values).buffer);
}

/** Elements as little-endian bytes. */
export function rawIntegers(values: readonly number[]): Uint8Array {
  return new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
}

/** A TensorProto. */
export function tensorBytes(
  { name, shape, floats, integers, ...packed }: TestTensor,
): Uint8Array {
  return message((writer) => {
    const [typed] = Object.entries(packed) as [keyof typeof packed, readonly number[]][];
    if (typed) {
      const [type, values] = typed;
      for (const size of shape) int(writer, 1, size);
      int(writer, 2, elementTypes[type]);
      for (const value of values) int(writer, 5, value);
      if (name !== undefined) text(writer, 8, name);
      return;
    }
    for (const size of shape) int(writer, 1, size);
    int(writer, 2, integers ? 7 : 1);
    if (name !== undefined) text(writer, 8, name);
    nested(writer, 9, integers ? rawIntegers(integers) : rawFloats(floats ?? []));
  });
}

/** A TensorProto with its fields given one by one: `[field number, integer or bytes]`. */
export function customTensor(
  fields: readonly (readonly [number, number | bigint | Uint8Array])[],
): Uint8Array {
  return message((writer) => {
    for (const [field, value] of fields) {
      if (value instanceof Uint8Array) nested(writer, field, value);
      else int(writer, field, value);
    }
  });
}

/** A ValueInfoProto of a float32 tensor, or one of another element type. */
export function valueInfo(
  name: string,
  dims: readonly TestDim[] | undefined,
  elementType = 1,
): Uint8Array {
  const shape = dims && message((writer) => {
    for (const dim of dims) {
      nested(
        writer,
        1,
        message((inner) => {
          if (typeof dim === "number") int(inner, 1, dim);
          if (typeof dim === "string") text(inner, 2, dim);
        }),
      );
    }
  });
  const tensor = message((writer) => {
    int(writer, 1, elementType);
    if (shape) nested(writer, 2, shape);
  });
  return message((writer) => {
    text(writer, 1, name);
    nested(writer, 2, message((type) => nested(type, 1, tensor)));
  });
}

function attribute(name: string, value: TestAttribute): Uint8Array {
  return message((writer) => {
    text(writer, 1, name);
    if (typeof value === "bigint") {
      int(writer, 3, value);
      int(writer, 20, 2);
    } else if (typeof value === "number") {
      writer.uint32(2 << 3 | 5).float(value);
      int(writer, 20, 1);
    } else if (typeof value === "string") {
      text(writer, 4, value);
      int(writer, 20, 3);
    } else if ("tensor" in value) {
      nested(writer, 5, value.tensor);
      int(writer, 20, 4);
    } else if (value.every((element) => typeof element === "bigint")) {
      for (const element of value) int(writer, 8, element);
      int(writer, 20, 7);
    } else {
      for (const element of value) writer.uint32(7 << 3 | 5).float(Number(element));
      int(writer, 20, 6);
    }
  });
}

function nodeBytes(node: TestNode): Uint8Array {
  return message((writer) => {
    for (const name of node.inputs ?? []) text(writer, 1, name);
    for (const name of node.outputs) text(writer, 2, name);
    if (node.name !== undefined) text(writer, 3, node.name);
    text(writer, 4, node.op);
    for (const [name, value] of Object.entries(node.attributes ?? {})) {
      nested(writer, 5, attribute(name, value));
    }
    if (node.domain !== undefined) text(writer, 7, node.domain);
  });
}

/** A GraphProto from its parts: `[field number, bytes]`. */
export function modelOfGraph(
  fields: readonly (readonly [number, Uint8Array])[],
  opset = 17,
): Uint8Array {
  const graph = message((writer) => {
    for (const [field, bytes] of fields) nested(writer, field, bytes);
  });
  return message((writer) => {
    int(writer, 1, 8);
    nested(writer, 7, graph);
    nested(writer, 8, message((imported) => int(imported, 2, opset)));
  });
}

/** A ModelProto. */
export function modelBytes(
  { opset = 17, name = "test", inputs = {}, outputs = ["y"], nodes, constants = {}, types = {} }:
    TestModel,
): Uint8Array {
  const typeOf = (key: string) => elementTypes[types[key] ?? "float32"];
  return modelOfGraph([
    ...nodes.map((node) => [1, nodeBytes(node)] as const),
    [2, new TextEncoder().encode(name)],
    ...Object.entries(constants).map(([key, tensor]) =>
      [5, tensorBytes({ name: key, ...tensor })] as const
    ),
    ...Object.entries(inputs).map(([key, dims]) =>
      [11, valueInfo(key, dims, typeOf(key))] as const
    ),
    ...outputs.map((key) => [12, valueInfo(key, undefined, typeOf(key))] as const),
  ], opset);
}

/** Elements 1, 2, 3, ... in that shape. */
export function counting(shape: readonly number[]): TestTensor {
  const length = shape.reduce((product, size) => product * size, 1);
  return { shape, floats: Array.from({ length }, (_, i) => i + 1) };
}
