import { refusal } from "../refusal.ts";

/** What an IDX file of unsigned bytes says about its array. */
export interface IdxHeader {
  readonly sizes: readonly number[];
  /** Byte of the first element. */
  readonly offset: number;
  /** Bytes of all elements. */
  readonly length: number;
}

const unsignedByte = 0x08;
const maxAxes = 5;

/** Bytes of the start of a file that hold any header that is read. */
export const idxStartBytes = 4 + 4 * maxAxes;

/**
 * Reads the header of an IDX file: two zeros, the type, the number of axes, their big-endian sizes.
 * Source: "The IDX file format" on the page of the MNIST database.
 *
 * @param start The first {@link idxStartBytes} of the file, or all of a smaller one.
 * @throws {DataError} When it is another file, or holds other elements than unsigned bytes.
 */
export function parseIdxHeader(start: Uint8Array, file: string): IdxHeader {
  const [zero, alsoZero, type, axes] = start;
  if (zero !== 0 || alsoZero !== 0 || type === undefined || axes === undefined) {
    throw refusal(file, `it must be an IDX file, got one that starts with ${start.slice(0, 4)}`);
  }
  if (type !== unsignedByte) {
    throw refusal(file, `it must be an IDX file of unsigned bytes (type 8), got type ${type}`);
  }
  if (axes < 1 || axes > maxAxes) {
    throw refusal(file, `it must have 1 to ${maxAxes} axes, got ${axes}`);
  }
  const offset = 4 + 4 * axes;
  if (start.length < offset) {
    throw refusal(file, `its header must have ${offset} bytes, got ${start.length}; it is cut off`);
  }
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  const sizes = Array.from({ length: axes }, (_, axis) => view.getUint32(4 + 4 * axis));
  const length = sizes.reduce((product, size) => product * size, 1);
  if (!Number.isSafeInteger(length)) {
    throw refusal(file, `its array must be smaller, got sizes [${sizes.join(", ")}]`);
  }
  return { sizes, offset, length };
}
