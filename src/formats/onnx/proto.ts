/**
 * The parts of the ONNX protobuf messages that are read, as plain values. Field numbers are those of
 * onnx.proto; fields that are not listed are skipped.
 */
import { ModelError } from "../../graph/mod.ts";
import { decodeFields, type Fields, WireError } from "./wire.ts";

/** ModelProto. */
export interface ModelProto {
  readonly opsets: readonly { readonly domain: string; readonly version: number }[];
  readonly graph: GraphProto | undefined;
}

/** GraphProto. */
export interface GraphProto {
  readonly name: string;
  readonly nodes: readonly NodeProto[];
  readonly initializers: readonly TensorProto[];
  /** How many sparse initializers there are. */
  readonly sparseInitializers: number;
  readonly inputs: readonly ValueInfoProto[];
  readonly outputs: readonly ValueInfoProto[];
}

/** NodeProto. */
export interface NodeProto {
  readonly name: string;
  readonly opType: string;
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: readonly AttributeProto[];
}

/** AttributeProto: `type` is the number of the kind, 0 where an old file leaves it out. */
export interface AttributeProto {
  readonly name: string;
  readonly type: number;
  readonly f: number | undefined;
  readonly i: number | undefined;
  readonly s: string | undefined;
  readonly t: TensorProto | undefined;
  readonly floats: readonly number[];
  readonly ints: readonly number[];
}

/** TensorProto; of the data fields at most one is in use. */
export interface TensorProto {
  readonly name: string;
  readonly dims: readonly number[];
  readonly dataType: number;
  readonly rawData: Uint8Array | undefined;
  readonly floatData: readonly number[];
  readonly int32Data: readonly number[];
  readonly int64Data: readonly number[];
  readonly doubleData: readonly number[];
  /** Whether the data are in another file. */
  readonly external: boolean;
}

/** ValueInfoProto of a tensor, or the kind of type that it has instead. */
export interface ValueInfoProto {
  readonly name: string;
  readonly kind: "tensor" | "sequence" | "map" | "optional" | "sparse tensor" | "unknown";
  readonly elementType: number;
  /** Sizes; a name or undefined where the file gives no number. Absent where there is no shape. */
  readonly dims: readonly (number | string | undefined)[] | undefined;
}

/**
 * The model in a file.
 *
 * @throws {ModelError} When the bytes are not a protobuf message of that form.
 */
export function decodeModel(bytes: Uint8Array): ModelProto {
  return decoding("the ONNX file", () => {
    const fields = decodeFields(bytes);
    return {
      opsets: fields.messages(8, (opset) => ({ domain: opset.text(1), version: opset.int(2) })),
      graph: fields.messages(7, decodeGraph).at(-1),
    };
  });
}

/**
 * The tensor in a file.
 *
 * @throws {ModelError} When the bytes are not a protobuf message of that form.
 */
export function decodeTensorFile(bytes: Uint8Array): TensorProto {
  return decoding("the ONNX tensor", () => decodeTensor(decodeFields(bytes)));
}

function decoding<T>(what: string, decode: () => T): T {
  try {
    return decode();
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    throw new ModelError(`Cannot read ${what}: ${error.message}`);
  }
}

function decodeGraph(fields: Fields): GraphProto {
  return {
    name: fields.text(2),
    nodes: fields.messages(1, decodeNode),
    initializers: fields.messages(5, decodeTensor),
    sparseInitializers: fields.bytes(15).length,
    inputs: fields.messages(11, decodeValueInfo),
    outputs: fields.messages(12, decodeValueInfo),
  };
}

function decodeNode(fields: Fields): NodeProto {
  return {
    name: fields.text(3),
    opType: fields.text(4),
    domain: fields.text(7),
    inputs: fields.texts(1),
    outputs: fields.texts(2),
    attributes: fields.messages(5, decodeAttribute),
  };
}

function decodeAttribute(fields: Fields): AttributeProto {
  return {
    name: fields.text(1),
    type: fields.int(20),
    f: fields.float32s(2).at(-1),
    i: fields.ints(3).at(-1),
    s: fields.texts(4).at(-1),
    t: fields.messages(5, decodeTensor).at(-1),
    floats: fields.float32s(7),
    ints: fields.ints(8),
  };
}

function decodeTensor(fields: Fields): TensorProto {
  return {
    name: fields.text(8),
    dims: fields.ints(1),
    dataType: fields.int(2),
    rawData: fields.bytes(9).at(-1),
    floatData: fields.float32s(4),
    int32Data: fields.ints(5),
    int64Data: fields.ints(7),
    doubleData: fields.float64s(10),
    external: fields.int(14) === 1,
  };
}

function decodeValueInfo(fields: Fields): ValueInfoProto {
  const type = fields.messages(2, decodeType).at(-1);
  return {
    name: fields.text(1),
    kind: type?.kind ?? "unknown",
    elementType: type?.elementType ?? 0,
    dims: type?.dims,
  };
}

/** TypeProto. */
function decodeType(fields: Fields): Omit<ValueInfoProto, "name"> {
  const tensor = fields.messages(1, (message) => ({
    elementType: message.int(1),
    dims: message.messages(2, (shape) => shape.messages(1, decodeDimension)).at(-1),
  })).at(-1);
  if (tensor) return { kind: "tensor", ...tensor };
  const others = { 4: "sequence", 5: "map", 8: "sparse tensor", 9: "optional" } as const;
  const kind = ([4, 5, 8, 9] as const).find((field) => fields.has(field));
  return { kind: kind ? others[kind] : "unknown", elementType: 0, dims: undefined };
}

/** TensorShapeProto.Dimension. */
function decodeDimension(fields: Fields): number | string | undefined {
  return fields.ints(1).at(-1) ?? fields.texts(2).at(-1);
}
