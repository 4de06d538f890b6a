/** The parts of the ONNX protobuf messages that are written. Field numbers are those of onnx.proto. */
import protobuf from "protobufjs/minimal";
import config from "../../../../deno.json" with { type: "json" };
import type { BoundShape, Shape } from "../../../tensor/mod.ts";

type Writer = protobuf.Writer;

/** TensorProto.DataType of the element types that are written. */
const dataTypes = { float32: 1, uint8: 2, int8: 3, int32: 6, int64: 7 } as const;

/** The element type of a tensor that is written. */
export type OnnxElementType = keyof typeof dataTypes;

/** An initializer: row-major, its elements in the machine's own (little-endian) order. */
export interface OnnxTensor {
  readonly name: string;
  readonly elementType: OnnxElementType;
  readonly shape: BoundShape;
  readonly data: Float32Array | Uint8Array | Int8Array | Int32Array | BigInt64Array;
}

/** An attribute of one of the kinds that are written. */
export type OnnxAttribute =
  | { readonly int: number }
  | { readonly ints: readonly number[] }
  | { readonly float: number };

/** A node of the file. An absent input is the empty name. */
export interface OnnxNode {
  readonly name: string;
  readonly op: string;
  /** The domain of the operator, where it is not ONNX's own; the model names its version. */
  readonly domain?: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
}

/** An input or output of the file. */
export interface OnnxPort {
  readonly name: string;
  readonly elementType: OnnxElementType;
  readonly shape: Shape;
}

/** What a file holds. */
export interface OnnxModel {
  readonly name: string;
  readonly opset: number;
  /** Versions of other domains that nodes use. */
  readonly domains?: Readonly<Record<string, number>>;
  readonly inputs: readonly OnnxPort[];
  readonly outputs: readonly OnnxPort[];
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly OnnxTensor[];
}

/** The first IR version of each operator set that is written; onnxruntime 1.20 reads up to 10. */
const irVersions: Readonly<Record<number, number>> = { 17: 8, 19: 9 };

/** The bytes of a ModelProto: the same for the same model. */
export function encodeModel(model: OnnxModel): Uint8Array<ArrayBuffer> {
  return message((writer) => {
    int(writer, 1, irVersions[model.opset]!);
    text(writer, 2, "ptqbench");
    text(writer, 3, config.version);
    nested(writer, 7, encodeGraph(model));
    nested(writer, 8, message((opset) => int(opset, 2, model.opset)));
    for (const [domain, version] of Object.entries(model.domains ?? {})) {
      nested(
        writer,
        8,
        message((opset) => {
          text(opset, 1, domain);
          int(opset, 2, version);
        }),
      );
    }
  });
}

function encodeGraph({ name, inputs, outputs, nodes, initializers }: OnnxModel): Uint8Array {
  return message((writer) => {
    for (const node of nodes) nested(writer, 1, encodeNode(node));
    text(writer, 2, name);
    for (const tensor of initializers) nested(writer, 5, encodeTensor(tensor));
    for (const port of inputs) nested(writer, 11, encodePort(port));
    for (const port of outputs) nested(writer, 12, encodePort(port));
  });
}

function encodeNode({ name, op, domain, inputs, outputs, attributes }: OnnxNode): Uint8Array {
  return message((writer) => {
    for (const input of inputs) text(writer, 1, input);
    for (const output of outputs) text(writer, 2, output);
    text(writer, 3, name);
    text(writer, 4, op);
    for (const [key, value] of Object.entries(attributes)) {
      nested(writer, 5, encodeAttribute(key, value));
    }
    if (domain !== undefined) text(writer, 7, domain);
  });
}

/** AttributeProto of type FLOAT (1), INT (2) or INTS (7). */
function encodeAttribute(name: string, attribute: OnnxAttribute): Uint8Array {
  return message((writer) => {
    text(writer, 1, name);
    if ("float" in attribute) {
      writer.uint32(2 << 3 | 5).float(attribute.float);
      int(writer, 20, 1);
    } else if ("int" in attribute) {
      int(writer, 3, attribute.int);
      int(writer, 20, 2);
    } else {
      for (const value of attribute.ints) int(writer, 8, value);
      int(writer, 20, 7);
    }
  });
}

function encodeTensor({ name, elementType, shape, data }: OnnxTensor): Uint8Array {
  return message((writer) => {
    for (const size of shape) int(writer, 1, size);
    int(writer, 2, dataTypes[elementType]);
    text(writer, 8, name);
    nested(writer, 9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  });
}

/** ValueInfoProto of a tensor; the symbolic batch is a size of that name. */
function encodePort({ name, elementType, shape }: OnnxPort): Uint8Array {
  const dimensions = message((writer) => {
    for (const dim of shape) {
      nested(
        writer,
        1,
        message((inner) => dim === "batch" ? text(inner, 2, dim) : int(inner, 1, dim)),
      );
    }
  });
  const tensor = message((writer) => {
    int(writer, 1, dataTypes[elementType]);
    nested(writer, 2, dimensions);
  });
  return message((writer) => {
    text(writer, 1, name);
    nested(writer, 2, message((inner) => nested(inner, 1, tensor)));
  });
}

function message(write: (writer: Writer) => void): Uint8Array<ArrayBuffer> {
  const writer = protobuf.Writer.create();
  write(writer);
  return new Uint8Array(writer.finish());
}

function text(writer: Writer, field: number, value: string): void {
  writer.uint32(field << 3 | 2).string(value);
}

function int(writer: Writer, field: number, value: number): void {
  writer.uint32(field << 3).int64(value);
}

function nested(writer: Writer, field: number, bytes: Uint8Array): void {
  writer.uint32(field << 3 | 2).bytes(bytes);
}
