import { maxInflation, maxMemoryBytes } from "../limits.ts";
import { refusal } from "../refusal.ts";
import type { StoredBytes } from "../sample_store.ts";
import { type IdxHeader, idxStartBytes, parseIdxHeader } from "./idx_header.ts";
import { inflate } from "./inflate.ts";
import { type InputFile, openFile, withInputFile } from "./input_file.ts";
import { sharedBytes } from "./shared.ts";

/** The array of an IDX file. */
export interface IdxFile {
  readonly sizes: readonly number[];
  readonly bytes: StoredBytes;
  /** Byte of the first element. */
  readonly offset: number;
}

/**
 * Opens an IDX file. A plain one stays on disk; a gzipped one is unpacked into shared memory, which is
 * as large as its header says, and no further.
 *
 * @throws {DataError} When it is missing, damaged, longer or shorter than its header says, or too large
 * to unpack.
 */
export async function openIdx(path: string): Promise<IdxFile> {
  const plain = await withInputFile(path, async (input) => {
    const start = await input.read(0, Math.min(input.size, idxStartBytes));
    if (isGzip(start)) return { packedBytes: input.size };
    return { header: plainHeader(input, start) };
  });
  if (plain.header === undefined) return await unpack(path, plain.packedBytes);
  const { sizes, offset } = plain.header;
  return { sizes, offset, bytes: { kind: "file", path } };
}

function isGzip(start: Uint8Array): boolean {
  return start[0] === 0x1f && start[1] === 0x8b;
}

function plainHeader({ path, size }: InputFile, start: Uint8Array): IdxHeader {
  const header = parseIdxHeader(start, path);
  const needed = header.offset + header.length;
  if (size !== needed) throw wrongLength(path, { needed, got: size });
  return header;
}

async function unpack(path: string, packedBytes: number): Promise<IdxFile> {
  const file = await openFile(path);
  const pieces = inflate(file.readable, { file: path, format: "gzip" });
  try {
    const start = await startOf(pieces);
    const { sizes, offset, length } = unpackedHeader(path, { start, packedBytes });
    const bytes = sharedBytes(length);
    let filled = 0;
    const fill = (piece: Uint8Array) => {
      if (filled + piece.length > length) {
        throw wrongLength(path, { needed: offset + length, got: "more" });
      }
      bytes.set(piece, filled);
      filled += piece.length;
    };
    fill(start.subarray(offset));
    for await (const piece of pieces) fill(piece);
    if (filled < length) throw wrongLength(path, { needed: offset + length, got: offset + filled });
    return { sizes, offset: 0, bytes: { kind: "memory", bytes } };
  } finally {
    await pieces.return(undefined);
  }
}

/** The first pieces until any header is whole. */
async function startOf(pieces: AsyncGenerator<Uint8Array>): Promise<Uint8Array> {
  let start = new Uint8Array(0);
  while (start.length < idxStartBytes) {
    const { value, done } = await pieces.next();
    if (done) break;
    start = joined(start, value);
  }
  return start;
}

interface Packed {
  readonly start: Uint8Array;
  readonly packedBytes: number;
}

function unpackedHeader(path: string, { start, packedBytes }: Packed): IdxHeader {
  const header = parseIdxHeader(start, path);
  const { length } = header;
  if (length > packedBytes * maxInflation) {
    throw refusal(
      path,
      `its header asks for ${length} bytes, which ${packedBytes} bytes of gzip cannot hold`,
    );
  }
  if (length > maxMemoryBytes) {
    throw refusal(
      path,
      `a gzipped file may hold ${maxMemoryBytes} bytes, got ${length}; ` +
        "unpack it with gunzip, then it is read from disk",
    );
  }
  return header;
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

function wrongLength(
  path: string,
  { needed, got }: { readonly needed: number; readonly got: number | "more" },
): Error {
  return refusal(path, `its header makes it ${needed} bytes long, got ${got}`);
}
