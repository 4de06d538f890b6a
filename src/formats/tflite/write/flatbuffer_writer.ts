/** Tables and vectors of a flatbuffer. */
import { Builder } from "flatbuffers";

/** A place in the flatbuffer; 0 is nothing. */
export type Offset = number;

/** Writes tables and vectors; what is written first lies last in the file. */
export class FlatbufferWriter {
  readonly #builder: Builder;

  constructor(initialBytes: number) {
    this.#builder = new Builder(initialBytes);
  }

  text(text: string): Offset {
    return this.#builder.createString(text);
  }

  /** A vector of bytes that starts at a multiple of `alignment` in the file. */
  bytes(bytes: Uint8Array, alignment: number): Offset {
    this.#builder.prep(alignment, bytes.length);
    return this.#builder.createByteVector(bytes);
  }

  int32s(values: readonly number[]): Offset {
    return this.#vector(4, values, (value) => this.#builder.addInt32(value));
  }

  int64s(values: readonly number[]): Offset {
    return this.#vector(8, values, (value) => this.#builder.addInt64(BigInt(value)));
  }

  float32s(values: readonly number[]): Offset {
    return this.#vector(4, values, (value) => this.#builder.addFloat32(value));
  }

  offsets(values: readonly Offset[]): Offset {
    return this.#vector(4, values, (value) => this.#builder.addOffset(value));
  }

  /** A table of `slots` fields; `write` fills them, and what equals 0 is left out. */
  table(slots: number, write: (fields: FieldWriter) => void): Offset {
    this.#builder.startObject(slots);
    write(this.#fields);
    return this.#builder.endObject();
  }

  /** The file with that root and identifier. */
  finish(root: Offset, identifier: string): Uint8Array {
    this.#builder.finish(root, identifier);
    return this.#builder.asUint8Array().slice();
  }

  readonly #fields: FieldWriter = {
    byte: (slot, value) => this.#builder.addFieldInt8(slot, value, 0),
    integer: (slot, value) => this.#builder.addFieldInt32(slot, value, 0),
    real: (slot, value) => this.#builder.addFieldFloat32(slot, value, 0),
    offset: (slot, value) => this.#builder.addFieldOffset(slot, value, 0),
  };

  #vector<T>(bytes: number, values: readonly T[], add: (value: T) => void): Offset {
    this.#builder.startVector(bytes, values.length, bytes);
    for (const value of values.toReversed()) add(value);
    return this.#builder.endVector();
  }
}

/** Writes the fields of the table under construction by their slot. */
export interface FieldWriter {
  readonly byte: (slot: number, value: number) => void;
  readonly integer: (slot: number, value: number) => void;
  readonly real: (slot: number, value: number) => void;
  readonly offset: (slot: number, value: Offset) => void;
}
