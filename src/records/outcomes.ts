/**
 * `outcomes.bin`: the class that every cell of accuracy.csv gave to every sample, so that any two
 * cells can be compared later. Little-endian:
 *
 * - 8 bytes: `PTQBOUT1`
 * - uint32: length of the header in bytes
 * - the header: JSON, padded with spaces to a multiple of 4 bytes
 * - for each cell, in the order of accuracy.csv: one uint16 a sample
 */

/** The samples and the cells, by the row of accuracy.csv that they belong to. */
export interface OutcomesHeader {
  readonly suite: string;
  /** Ids of the evaluation samples. */
  readonly ids: readonly number[];
  readonly labels: readonly number[];
  /** Of each cell, the positions in `ids` of its samples; absent for all of them. */
  readonly subsets: Readonly<Record<string, readonly number[]>>;
  /** Rows of accuracy.csv, in order: which subset each covers, if not all samples. */
  readonly cells: readonly { readonly subset?: string }[];
}

/** A header with the classes of every cell. */
export interface Outcomes {
  readonly header: OutcomesHeader;
  readonly classes: readonly Uint16Array[];
}

const magic = "PTQBOUT1";

/** The bytes of `outcomes.bin`. */
export function encodeOutcomes({ header, classes }: Outcomes): Uint8Array {
  const json = JSON.stringify(header);
  const encoder = new TextEncoder();
  const length = Math.ceil(encoder.encode(json).length / 4) * 4;
  const text = encoder.encode(json + " ".repeat(length - encoder.encode(json).length));
  const values = classes.reduce((sum, part) => sum + part.length, 0);
  const bytes = new Uint8Array(12 + length + 2 * values);
  const view = new DataView(bytes.buffer);
  bytes.set(encoder.encode(magic));
  view.setUint32(8, length, true);
  bytes.set(text, 12);
  let at = 12 + length;
  for (const part of classes) {
    for (const value of part) {
      view.setUint16(at, value, true);
      at += 2;
    }
  }
  return bytes;
}

/**
 * Reads `outcomes.bin`.
 *
 * @throws {SyntaxError} When the bytes are not whole: says what is missing.
 */
export function decodeOutcomes(bytes: Uint8Array): Outcomes {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || new TextDecoder().decode(bytes.subarray(0, 8)) !== magic) {
    throw new SyntaxError(`Cannot read outcomes: the file must begin with ${magic}`);
  }
  const length = view.getUint32(8, true);
  if (12 + length > bytes.length) {
    throw new SyntaxError(`Cannot read outcomes: the header must fit, it has ${length} bytes`);
  }
  const header: OutcomesHeader = JSON.parse(
    new TextDecoder().decode(bytes.subarray(12, 12 + length)),
  );
  let at = 12 + length;
  const classes = header.cells.map(({ subset }, index) => {
    const count = subset === undefined ? header.ids.length : header.subsets[subset]?.length ?? 0;
    if (at + 2 * count > bytes.length) {
      throw new SyntaxError(`Cannot read outcomes: cell ${index} must have ${count} samples`);
    }
    const part = Uint16Array.from({ length: count }, (_, i) => view.getUint16(at + 2 * i, true));
    at += 2 * count;
    return part;
  });
  return { header, classes };
}
