/** Writes ONNX models of a few nodes as bytes. Field numbers are those of onnx.proto. */
import protobuf from "protobufjs/minimal";

type Writer = protobuf.Writer;

/** TensorProto.DataType of what is written here. */
const dataTypes = { float32: 1, uint8: 2, int8: 3, int32: 6 } as const;

/** Element types of tensors. */
export type ElementType = keyof typeof dataTypes;

/** A constant. */
export interface OnnxConstant {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly number[];
  readonly data: Float32Array | Uint8Array | Int8Array | Int32Array;
}

/** An input or output of a model. */
export interface OnnxPort {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly number[];
}

/** A node; attributes are integers or lists of integers. */
export interface OnnxNode {
  readonly op: string;
  /** @default {""} the ONNX domain */
  readonly domain?: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes?: Readonly<Record<string, number | readonly number[]>>;
}

/** A model of one output. */
export interface OnnxModel {
  readonly inputs: readonly OnnxPort[];
  readonly output: OnnxPort;
  readonly nodes: readonly OnnxNode[];
  readonly constants: readonly OnnxConstant[];
}

/** The bytes of a model: IR version 8, opset 17 and version 1 of onnxruntime's own operators. */
export function encodeOnnx({ inputs, output, nodes, constants }: OnnxModel): Uint8Array {
  const graph = message((writer) => {
    for (const node of nodes) nested(writer, 1, encodeNode(node));
    text(writer, 2, "graph");
    for (const constant of constants) nested(writer, 5, encodeConstant(constant));
    for (const port of inputs) nested(writer, 11, encodePort(port));
    nested(writer, 12, encodePort(output));
  });
  return message((writer) => {
    int(writer, 1, 8);
    nested(writer, 7, graph);
    nested(writer, 8, encodeOpset("", 17));
    nested(writer, 8, encodeOpset("com.microsoft", 1));
  });
}

function encodeOpset(domain: string, version: number): Uint8Array {
  return message((writer) => {
    if (domain !== "") text(writer, 1, domain);
    int(writer, 2, version);
  });
}

function encodeNode({ op, domain, inputs, output, attributes = {} }: OnnxNode): Uint8Array {
  return message((writer) => {
    for (const input of inputs) text(writer, 1, input);
    text(writer, 2, output);
    text(writer, 4, op);
    for (const [name, value] of Object.entries(attributes)) {
      nested(writer, 5, encodeAttribute(name, value));
    }
    if (domain !== undefined) text(writer, 7, domain);
  });
}

/** AttributeProto of type INT (2) or INTS (7). */
function encodeAttribute(name: string, value: number | readonly number[]): Uint8Array {
  return message((writer) => {
    text(writer, 1, name);
    if (typeof value === "number") int(writer, 3, value);
    else for (const element of value) int(writer, 8, element);
    int(writer, 20, typeof value === "number" ? 2 : 7);
  });
}

function encodeConstant({ name, type, shape, data }: OnnxConstant): Uint8Array {
  return message((writer) => {
    for (const size of shape) int(writer, 1, size);
    int(writer, 2, dataTypes[type]);
    text(writer, 8, name);
    nested(writer, 9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  });
}

function encodePort({ name, type, shape }: OnnxPort): Uint8Array {
  const dimensions = message((writer) => {
    for (const size of shape) nested(writer, 1, message((inner) => int(inner, 1, size)));
  });
  const tensor = message((writer) => {
    int(writer, 1, dataTypes[type]);
    nested(writer, 2, dimensions);
  });
  return message((writer) => {
    text(writer, 1, name);
    nested(writer, 2, message((inner) => nested(inner, 1, tensor)));
  });
}

function message(write: (writer: Writer) => void): Uint8Array {
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
