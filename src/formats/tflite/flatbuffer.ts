/**
 * Checked access to a flatbuffer: every offset, table, field and vector is held against the bytes
 * before it is read, and what is decoded stays in proportion to them.
 */
import { ensure } from "../../graph/mod.ts";

/** Elements that may be decoded beside what the size of the file allows. */
const freeElements = 2 ** 16;

/** The bytes of a flatbuffer and how much may still be decoded from them. */
class Source {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  #elementsLeft: number;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#elementsLeft = 4 * bytes.length + freeElements;
  }

  /** Requires `length` bytes at `position`; `what` names them in errors. */
  check(position: number, length: number, what: string): void {
    ensure(
      position >= 0 && position + length <= this.bytes.length,
      () =>
        `${what} must lie within the ${this.bytes.length} bytes of the file, ` +
        `got ${length} bytes at ${position}`,
    );
  }

  /** Counts elements: two vectors may be the same bytes, and a file may say so very often. */
  spend(elements: number): void {
    ensure(
      elements <= this.#elementsLeft,
      () =>
        `what it lists must stay in proportion to its size, which allows ${this.#elementsLeft} ` +
        `more elements, got ${elements}`,
    );
    this.#elementsLeft -= elements;
  }
}

/** A vector: its first element and its length. */
interface Vector {
  readonly start: number;
  readonly length: number;
}

/** A table of a flatbuffer. Fields are numbered by slot; an absent one has the default given. */
export class Table {
  readonly #source: Source;
  readonly #position: number;
  readonly #vtable: number;
  readonly #vtableBytes: number;
  readonly #bytes: number;

  /** The table at `position`. Made by {@linkcode rootTable} and the methods of a table. */
  constructor(source: Source, position: number) {
    source.spend(1);
    source.check(position, 4, "a table");
    this.#source = source;
    this.#position = position;
    this.#vtable = position - source.view.getInt32(position, true);
    source.check(this.#vtable, 4, "the field list of a table");
    this.#vtableBytes = source.view.getUint16(this.#vtable, true);
    this.#bytes = source.view.getUint16(this.#vtable + 2, true);
    ensure(
      this.#vtableBytes >= 4 && this.#vtableBytes % 2 === 0,
      () => `the field list of a table must have 4, 6, 8... bytes, got ${this.#vtableBytes}`,
    );
    source.check(this.#vtable, this.#vtableBytes, "the field list of a table");
    source.check(position, this.#bytes, "a table");
  }

  /** Whether the field is there. */
  has(slot: number): boolean {
    return this.#field(slot, 1) !== undefined;
  }

  /** The first slot from `count` on that is there: one that the reader does not know. */
  slotBeyond(count: number): number | undefined {
    const slots = (this.#vtableBytes - 4) / 2;
    for (let slot = count; slot < slots; slot++) if (this.has(slot)) return slot;
    return undefined;
  }

  uint8(slot: number, absent = 0): number {
    const at = this.#field(slot, 1);
    return at === undefined ? absent : this.#source.view.getUint8(at);
  }

  int8(slot: number, absent = 0): number {
    const at = this.#field(slot, 1);
    return at === undefined ? absent : this.#source.view.getInt8(at);
  }

  bool(slot: number): boolean {
    return this.uint8(slot) !== 0;
  }

  int32(slot: number, absent = 0): number {
    const at = this.#field(slot, 4);
    return at === undefined ? absent : this.#source.view.getInt32(at, true);
  }

  uint32(slot: number, absent = 0): number {
    const at = this.#field(slot, 4);
    return at === undefined ? absent : this.#source.view.getUint32(at, true);
  }

  float32(slot: number, absent = 0): number {
    const at = this.#field(slot, 4);
    return at === undefined ? absent : this.#source.view.getFloat32(at, true);
  }

  /** A nested table. */
  table(slot: number): Table | undefined {
    const at = this.#field(slot, 4);
    return at === undefined ? undefined : this.#tableAt(at);
  }

  /** A vector of tables; empty where it is absent. */
  tables(slot: number): readonly Table[] {
    return this.#elements(slot, 4, (at) => this.#tableAt(at));
  }

  /** A vector of integers; none where it is absent. */
  int32s(slot: number): readonly number[] | undefined {
    if (!this.has(slot)) return undefined;
    return this.#elements(slot, 4, (at) => this.#source.view.getInt32(at, true));
  }

  /** A vector of 64-bit integers, those beyond 2^53 rounded; empty where it is absent. */
  int64s(slot: number): readonly number[] {
    return this.#elements(slot, 8, (at) => Number(this.#source.view.getBigInt64(at, true)));
  }

  /** A vector of floats; empty where it is absent. */
  float32s(slot: number): readonly number[] {
    return this.#elements(slot, 4, (at) => this.#source.view.getFloat32(at, true));
  }

  /** A vector of bytes, as a view of the file; none where it is absent. */
  bytes(slot: number): Uint8Array | undefined {
    const vector = this.#vector(slot, 1);
    return vector && this.#source.bytes.subarray(vector.start, vector.start + vector.length);
  }

  /** A string; empty where it is absent. */
  text(slot: number): string {
    const bytes = this.bytes(slot) ?? new Uint8Array();
    this.#source.spend(bytes.length);
    return new TextDecoder().decode(bytes);
  }

  /** Where the field of `bytes` bytes is, if it is there. */
  #field(slot: number, bytes: number): number | undefined {
    const entry = 4 + 2 * slot;
    if (entry + 2 > this.#vtableBytes) return undefined;
    const offset = this.#source.view.getUint16(this.#vtable + entry, true);
    if (offset === 0) return undefined;
    ensure(
      offset + bytes <= this.#bytes,
      () =>
        `field ${slot} must lie within the ${this.#bytes} bytes of its table, ` +
        `got ${bytes} bytes at ${offset}`,
    );
    return this.#position + offset;
  }

  #tableAt(at: number): Table {
    return new Table(this.#source, at + this.#source.view.getUint32(at, true));
  }

  #vector(slot: number, elementBytes: number): Vector | undefined {
    const at = this.#field(slot, 4);
    if (at === undefined) return undefined;
    const start = at + this.#source.view.getUint32(at, true);
    this.#source.check(start, 4, `the vector of field ${slot}`);
    const length = this.#source.view.getUint32(start, true);
    this.#source.check(start + 4, length * elementBytes, `the vector of field ${slot}`);
    return { start: start + 4, length };
  }

  #elements<T>(slot: number, elementBytes: number, read: (at: number) => T): readonly T[] {
    const vector = this.#vector(slot, elementBytes);
    if (vector === undefined) return [];
    this.#source.spend(vector.length);
    return Array.from({ length: vector.length }, (_, i) => read(vector.start + i * elementBytes));
  }
}

/**
 * The root table of a flatbuffer that carries a file identifier of four letters.
 *
 * @throws {RuleError} When the bytes are too short, carry another identifier or place the table
 * outside; the methods of a table throw it where a field or vector does not fit.
 */
export function rootTable(bytes: Uint8Array, identifier: string): Table {
  const source = new Source(bytes);
  source.check(0, 8, "the header");
  const found = String.fromCharCode(...bytes.subarray(4, 8));
  ensure(
    found === identifier,
    () => `its identifier must be "${identifier}", got ${JSON.stringify(found)}`,
  );
  return new Table(source, source.view.getUint32(0, true));
}
