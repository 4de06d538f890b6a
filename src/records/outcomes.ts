/**
 * `outcomes.bin`: what every cell of accuracy.csv said about every sample, so that any two cells can be
 * compared later. Little-endian:
 *
 * - 8 bytes: `PTQBOUT2`
 * - uint32: length of the header in bytes
 * - the header: JSON, padded with spaces so that what follows begins at a multiple of 8 bytes
 * - for each cell, in the order of accuracy.csv: one uint16 a sample, the class, for metric auc the
 *   decision, 0 or 1
 * - for metric auc alone: zeros up to a multiple of 8 bytes, then for each cell one float64 a sample, the
 *   score
 */
import { type OutcomesHeader, parseOutcomesHeader } from "./outcomes_header.ts";

/** A header with what every cell said. */
export interface Outcomes {
  readonly header: OutcomesHeader;
  readonly classes: readonly Uint16Array[];
  /** For metric auc alone; a higher score says positive. */
  readonly scores?: readonly Float64Array[];
}

const magic = "PTQBOUT2";
const headerAt = 12;

/** Where the parts of a file lie, in bytes. */
interface Layout {
  /** Samples of each cell. */
  readonly counts: readonly number[];
  readonly classesAt: number;
  readonly scoresAt: number;
  readonly end: number;
}

function layoutOf({ metric, ids, subsets, cells }: OutcomesHeader, headerBytes: number): Layout {
  const counts = cells.map(({ subset }) => (subset === undefined ? ids : subsets[subset]!).length);
  const values = counts.reduce((total, count) => total + count, 0);
  const classesAt = headerAt + headerBytes;
  const classesEnd = classesAt + 2 * values;
  if (metric !== "auc") return { counts, classesAt, scoresAt: classesEnd, end: classesEnd };
  const scoresAt = multipleOf8(classesEnd);
  return { counts, classesAt, scoresAt, end: scoresAt + 8 * values };
}

function multipleOf8(bytes: number): number {
  return 8 * Math.ceil(bytes / 8);
}

/**
 * The bytes of `outcomes.bin`.
 *
 * @throws {RangeError} When classes or scores do not have the samples that the header says, or there are
 * scores without metric auc, or none with it.
 */
export function encodeOutcomes({ header, classes, scores }: Outcomes): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(header));
  const headerBytes = multipleOf8(headerAt + json.length) - headerAt;
  const { counts, classesAt, scoresAt, end } = layoutOf(header, headerBytes);
  checkCounts("classes", classes, counts);
  checkCounts("scores", scores ?? [], header.metric === "auc" ? counts : []);
  const bytes = new Uint8Array(end);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode(magic));
  view.setUint32(8, headerBytes, true);
  bytes.fill(" ".charCodeAt(0), headerAt, classesAt);
  bytes.set(json, headerAt);
  let at = classesAt;
  for (const part of classes) {
    for (const value of part) {
      view.setUint16(at, value, true);
      at += 2;
    }
  }
  at = scoresAt;
  for (const part of scores ?? []) {
    for (const value of part) {
      view.setFloat64(at, value, true);
      at += 8;
    }
  }
  return bytes;
}

function checkCounts(
  what: string,
  parts: readonly ArrayLike<number>[],
  counts: readonly number[],
): void {
  const got = parts.map(({ length }) => length);
  const cell = counts.findIndex((count, index) => got[index] !== count);
  if (got.length === counts.length && cell < 0) return;
  throw new RangeError(
    got.length === counts.length
      ? `Cannot write outcomes: cell ${cell} must have ${counts[cell]} ${what}, got ${got[cell]}`
      : `Cannot write outcomes: ${counts.length} cells must have ${what}, got ${got.length}`,
  );
}

/**
 * Reads `outcomes.bin`.
 *
 * @throws {SyntaxError} When the bytes are not whole, or the header is not one: says what is wrong.
 *
 * @example
 * ```ts
 * import { decodeOutcomes, encodeOutcomes, type Outcomes } from "./outcomes.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const outcomes: Outcomes = {
 *   header: { suite: "s", metric: "top-1", ids: [7, 9], labels: [0, 1], subsets: {}, cells: [{}] },
 *   classes: [Uint16Array.of(0, 0)],
 * };
 * assertEquals(decodeOutcomes(encodeOutcomes(outcomes)), outcomes);
 * ```
 */
export function decodeOutcomes(bytes: Uint8Array): Outcomes {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < headerAt || new TextDecoder().decode(bytes.subarray(0, 8)) !== magic) {
    throw new SyntaxError(`Cannot read outcomes: the file must begin with ${magic}`);
  }
  const headerBytes = view.getUint32(8, true);
  if (headerAt + headerBytes > bytes.length) {
    throw new SyntaxError(`Cannot read outcomes: the header must fit, it has ${headerBytes} bytes`);
  }
  const text = new TextDecoder().decode(bytes.subarray(headerAt, headerAt + headerBytes));
  const header = parseOutcomesHeader(text);
  const { counts, classesAt, scoresAt, end } = layoutOf(header, headerBytes);
  if (end !== bytes.length) {
    throw new SyntaxError(
      `Cannot read outcomes: ${counts.length} cells of metric ${header.metric} must end at byte ` +
        `${end}, the file has ${bytes.length}`,
    );
  }
  let at = classesAt;
  const classes = counts.map((count) => {
    const part = new Uint16Array(count);
    for (let i = 0; i < count; i++, at += 2) part[i] = view.getUint16(at, true);
    return part;
  });
  if (header.metric !== "auc") return { header, classes };
  at = scoresAt;
  const scores = counts.map((count) => {
    const part = new Float64Array(count);
    for (let i = 0; i < count; i++, at += 8) part[i] = view.getFloat64(at, true);
    return part;
  });
  return { header, classes, scores };
}
