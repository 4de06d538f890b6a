import protobuf from "protobufjs/minimal";

/** Bytes that are not a well-formed protobuf message. */
export class WireError extends Error {
  override readonly name = "WireError";
}

/** The wire types of protobuf, as errors name them. */
const wireNames = ["a varint", "64 bits", "bytes", "a group", "a group end", "32 bits"] as const;

/** One field of a message, not yet interpreted. */
type Field =
  | { readonly wire: 0; readonly value: number }
  | { readonly wire: 1 | 5; readonly value: number }
  | { readonly wire: 2; readonly value: Uint8Array };

/** The fields of one message by number, read as what a schema says that they are. */
export interface Fields {
  /** Whether the message has the field. */
  has(number: number): boolean;
  /** The last integer, 0 where there is none. */
  int(number: number): number;
  /** All integers, packed or not. Beyond 2^53 they are rounded. */
  ints(number: number): readonly number[];
  float32s(number: number): readonly number[];
  float64s(number: number): readonly number[];
  /** The last string, empty where there is none. */
  text(number: number): string;
  texts(number: number): readonly string[];
  /** Byte strings, as views of the file. */
  bytes(number: number): readonly Uint8Array[];
  /** Nested messages. */
  messages<T>(number: number, decode: (fields: Fields) => T): readonly T[];
}

/**
 * The fields of a protobuf message. Nothing is copied but numbers and strings, so that memory stays
 * in proportion to the bytes.
 *
 * @throws {WireError} When the bytes are truncated or malformed, or when a field is read as what it
 * is not.
 */
export function decodeFields(bytes: Uint8Array): Fields {
  const fields = guarded(() => splitFields(bytes));
  const of = (number: number) => fields.get(number) ?? [];

  const numbers = (
    number: number,
    { wire, unpack }: { wire: 0 | 1 | 5; unpack: (reader: protobuf.Reader) => number },
  ) =>
    of(number).flatMap((field): readonly number[] => {
      if (field.wire === wire) return [field.value];
      if (field.wire !== 2) throw wrongWire(number, field.wire, wireNames[wire]);
      return guarded(() => unpackAll(field.value, unpack));
    });
  const bytesOf = (number: number) =>
    of(number).map((field) => {
      if (field.wire !== 2) throw wrongWire(number, field.wire, wireNames[2]);
      return field.value;
    });
  const ints = (number: number) => numbers(number, { wire: 0, unpack: readInt });
  const texts = (number: number) => bytesOf(number).map((value) => new TextDecoder().decode(value));

  return {
    has: (number) => fields.has(number),
    int: (number) => ints(number).at(-1) ?? 0,
    ints,
    float32s: (number) => numbers(number, { wire: 5, unpack: (reader) => reader.float() }),
    float64s: (number) => numbers(number, { wire: 1, unpack: (reader) => reader.double() }),
    text: (number) => texts(number).at(-1) ?? "",
    texts,
    bytes: bytesOf,
    messages: (number, decode) => bytesOf(number).map((value) => decode(decodeFields(value))),
  };
}

/** The fields of a message by number, in order. */
function splitFields(bytes: Uint8Array): ReadonlyMap<number, readonly Field[]> {
  const reader = new protobuf.Reader(bytes);
  const fields = new Map<number, Field[]>();
  while (reader.pos < reader.len) {
    const tag = reader.tag();
    const number = tag >>> 3;
    const wire = tag & 7;
    if (number === 0) throw new Error("field number 0");
    const field = readField(reader, wire);
    if (field === undefined) {
      reader.skipType(wire, 0, number);
      continue;
    }
    const list = fields.get(number);
    if (list) list.push(field);
    else fields.set(number, [field]);
  }
  return fields;
}

/** The next value; none for the wire types that ONNX does not use. */
function readField(reader: protobuf.Reader, wire: number): Field | undefined {
  switch (wire) {
    case 0:
      return { wire, value: readInt(reader) };
    case 1:
      return { wire, value: reader.double() };
    case 2:
      return { wire, value: reader.bytes() };
    case 5:
      return { wire, value: reader.float() };
  }
  return undefined;
}

/** A signed varint of up to 64 bits. */
function readInt(reader: protobuf.Reader): number {
  return Number(reader.int64());
}

function unpackAll(
  bytes: Uint8Array,
  unpack: (reader: protobuf.Reader) => number,
): readonly number[] {
  const reader = new protobuf.Reader(bytes);
  const values: number[] = [];
  while (reader.pos < reader.len) values.push(unpack(reader));
  return values;
}

/** What protobufjs throws on malformed bytes, as one class. */
function guarded<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof WireError || !(error instanceof Error)) throw error;
    throw new WireError(`it must be a protobuf message, got ${error.message}`);
  }
}

function wrongWire(number: number, wire: Field["wire"], wanted: string): WireError {
  return new WireError(`field ${number} must be ${wanted}, got ${wireNames[wire]}`);
}
