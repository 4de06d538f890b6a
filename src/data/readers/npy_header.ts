import { quoted, refusal } from "../refusal.ts";

/** What a NumPy file says about its array. */
export interface NpyHeader {
  /** The type as NumPy writes it: `<f4`. */
  readonly descr: string;
  readonly bytesPerElement: number;
  readonly shape: readonly number[];
  /** Byte of the first element. */
  readonly offset: number;
  /** Bytes of all elements. */
  readonly length: number;
}

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const maxHeaderBytes = 65_535;

/** Bytes of the start of a file that hold any header that is read. */
export const npyStartBytes = maxHeaderBytes + 12;

/** Why elements of some kinds are not read. */
const refused: Readonly<Record<string, string>> = {
  O: "it holds Python objects (a pickle), which are never read; save numbers",
  V: "it holds structured elements; save one array of numbers a file",
  U: "it holds text; save numbers",
  S: "it holds text; save numbers",
  b: 'it holds truth values; save it with astype("uint8")',
  c: "it holds complex numbers; save their parts",
};

/**
 * Reads the header of a NumPy file, version 1 to 3.
 * Source: "A simple file format for NumPy arrays", the documentation of `numpy.lib.format`.
 *
 * @param start The first {@link npyStartBytes} of the file, or all of a smaller one.
 * @throws {DataError} When it is another file, or holds no row-major array of little-endian numbers.
 */
export function parseNpyHeader(start: Uint8Array, file: string): NpyHeader {
  if (!magic.every((byte, at) => start[at] === byte)) {
    throw refusal(file, `it must be a NumPy file, got one that starts with ${hex(start)}`);
  }
  const { text, offset } = headerText(start, file);
  const descr = descrOf(text, file);
  if (!/'fortran_order':\s*False\b/.test(text)) {
    const fortran = /'fortran_order':\s*True\b/.test(text);
    throw refusal(
      file,
      fortran
        ? "its array must be row-major, got Fortran order; save numpy.ascontiguousarray(array)"
        : `its header must say fortran_order, got ${quoted(text)}`,
    );
  }
  const shape = shapeOf(text, file);
  const bytesPerElement = Number(descr.slice(2));
  const length = shape.reduce((product, size) => product * size, bytesPerElement);
  if (!Number.isSafeInteger(length)) {
    throw refusal(file, `its array must be smaller, got shape (${shape.join(", ")})`);
  }
  return { descr, bytesPerElement, shape, offset, length };
}

function headerText(start: Uint8Array, file: string) {
  const version = start[6];
  if (version === undefined || version < 1 || version > 3) {
    throw refusal(file, `it must be a NumPy file of version 1 to 3, got ${version ?? "its end"}`);
  }
  const from = version === 1 ? 10 : 12;
  if (start.length < from) throw cutOff(file, start.length);
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > maxHeaderBytes) {
    throw refusal(file, `its header must be at most ${maxHeaderBytes} bytes, got ${length}`);
  }
  if (start.length < from + length) throw cutOff(file, start.length);
  // A copy: text is not decoded from shared memory.
  const text = new TextDecoder().decode(start.slice(from, from + length)).trim();
  return { text, offset: from + length };
}

function descrOf(text: string, file: string): string {
  const [, descr, structured] = /'descr':\s*(?:'([^']*)'|(\[))/.exec(text) ?? [];
  const kind = structured ? "V" : descr?.replace(/^[<>|=]/, "")[0];
  if (kind === undefined) throw refusal(file, `its header must say descr, got ${quoted(text)}`);
  if (Object.hasOwn(refused, kind)) throw refusal(file, refused[kind]!);
  if (descr?.startsWith(">")) {
    throw refusal(
      file,
      `its elements must be little-endian, got big-endian ${quoted(descr)}; save it with ` +
        `astype(${quoted(`<${descr.slice(1)}`)})`,
    );
  }
  if (!/^(?:\|[iu]1|<[iu][1248]|<f[248])$/.test(descr!)) {
    throw refusal(file, `its elements must be numbers, got type ${quoted(descr!)}`);
  }
  return descr!;
}

function shapeOf(text: string, file: string): readonly number[] {
  const [, sizes] = /'shape':\s*\(([\dL,\s]*)\)/.exec(text) ?? [];
  if (sizes === undefined) {
    throw refusal(file, `its header must say shape, got ${quoted(text)}`);
  }
  return [...sizes.matchAll(/\d+/g)].map(([size]) => Number(size));
}

function cutOff(file: string, size: number): Error {
  return refusal(file, `it must have its whole header, got the first ${size} bytes; it is cut off`);
}

function hex(start: Uint8Array): string {
  if (start.length === 0) return "nothing";
  return `bytes ${[...start.subarray(0, 6)].map((byte) => byte.toString(16)).join(" ")}`;
}
