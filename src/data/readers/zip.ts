import { constants, crc32, inflateRawSync } from "node:zlib";
import { quoted, refusal } from "../refusal.ts";
import { inflate } from "./inflate.ts";
import type { InputFile } from "./input_file.ts";
import { sharedBytes } from "./shared.ts";

/** A file of a zip archive, as the directory at its end describes it. */
export interface ZipEntry {
  readonly name: string;
  readonly stored: boolean;
  /** Bytes in the archive, and unpacked. */
  readonly packedBytes: number;
  readonly bytes: number;
  readonly crc32: number;
  /** Byte of its local header. */
  readonly position: number;
}

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const localSignature = 0x04034b50;
const endBytes = 22;
const maxCommentBytes = 65_535;
const maxEntries = 10_000;
const maxDirectoryBytes = 2 ** 24;
const pieceBytes = 65_536;

/**
 * Reads the directory of a zip archive. The archive is read as far as it is asked for, unlike with
 * libraries that take it whole, unpack past the stated size and leave checksums unchecked.
 * Source: PKWARE, APPNOTE.TXT 6.3.10, sections 4.3.12 and 4.3.16.
 *
 * @throws {DataError} When it is no archive, or one larger than 4 GiB.
 */
export async function zipEntries(file: InputFile): Promise<readonly ZipEntry[]> {
  const { path, size } = file;
  const tail = viewOf(await readTail(file));
  const end = endOf(tail);
  if (end === undefined) throw refusal(path, "it must be a zip archive; it is cut off, or no .npz");
  const count = tail.getUint16(end + 10, true);
  const length = tail.getUint32(end + 12, true);
  const start = tail.getUint32(end + 16, true);
  if (start === 0xffffffff || length === 0xffffffff || count === 0xffff) {
    throw refusal(path, "an archive may be 4 GiB, got a larger one; save its arrays as .npy");
  }
  if (count > maxEntries || length > maxDirectoryBytes || start + length > size) {
    throw refusal(
      path,
      `its directory must be inside the file and have at most ${maxEntries} entries, ` +
        `got ${count} entries in ${length} bytes at ${start}`,
    );
  }
  return readDirectory(await file.read(start, length), { path, count });
}

async function readTail({ size, read }: InputFile): Promise<Uint8Array> {
  const length = Math.min(size, endBytes + maxCommentBytes);
  return await read(size - length, length);
}

/** Where the end record is: the last that its comment follows to the end of the file. */
function endOf(tail: DataView): number | undefined {
  for (let at = tail.byteLength - endBytes; at >= 0; at--) {
    const fits = tail.getUint32(at, true) === endSignature &&
      at + endBytes + tail.getUint16(at + 20, true) === tail.byteLength;
    if (fits) return at;
  }
  return undefined;
}

function readDirectory(
  bytes: Uint8Array,
  { path, count }: { readonly path: string; readonly count: number },
): readonly ZipEntry[] {
  const view = viewOf(bytes);
  const damaged = refusal(path, `its directory must list ${count} files; it is damaged`);
  const entries: ZipEntry[] = [];
  let at = 0;
  for (let index = 0; index < count; index++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== entrySignature) throw damaged;
    const nameEnd = at + 46 + view.getUint16(at + 28, true);
    const next = nameEnd + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (next > bytes.length) throw damaged;
    const name = new TextDecoder().decode(bytes.subarray(at + 46, nameEnd));
    const method = view.getUint16(at + 10, true);
    if ((view.getUint16(at + 8, true) & 1) === 1 || (method !== 0 && method !== 8)) {
      throw refusal(
        path,
        `${quoted(name)} must be stored or deflated, got method ${method}, or encryption; ` +
          "save it with numpy.savez",
      );
    }
    entries.push({
      name,
      stored: method === 0,
      packedBytes: view.getUint32(at + 20, true),
      bytes: view.getUint32(at + 24, true),
      crc32: view.getUint32(at + 16, true),
      position: view.getUint32(at + 42, true),
    });
    at = next;
  }
  return entries;
}

/**
 * Unpacks a file of an archive into shared memory of the size that the directory states; whoever calls
 * has checked that size.
 *
 * @throws {DataError} When it is damaged, or not of that size.
 */
export async function unpackEntry(file: InputFile, entry: ZipEntry): Promise<Uint8Array> {
  const from = await dataStart(file, entry);
  const bytes = sharedBytes(entry.bytes);
  let filled = 0;
  let checksum = 0;
  const packed = ReadableStream.from(pieces(file, { from, length: entry.packedBytes }));
  const options = { file: `${file.path}/${entry.name}`, format: "deflate-raw" } as const;
  for await (const piece of entry.stored ? packed : inflate(packed, options)) {
    if (filled + piece.length > bytes.length) throw wrong(file, entry);
    bytes.set(piece, filled);
    checksum = crc32(piece, checksum);
    filled += piece.length;
  }
  if (filled !== bytes.length || checksum !== entry.crc32) throw wrong(file, entry);
  return bytes;
}

/** What a deflate stream may have beside the bytes that it stands for: headers of its first blocks. */
const overheadBytes = 1024;

/**
 * The first `length` bytes of an unpacked file of an archive, or all of a smaller one.
 *
 * @throws {DataError} When it is damaged.
 */
export async function entryStart(
  file: InputFile,
  entry: ZipEntry,
  length: number,
): Promise<Uint8Array> {
  const from = await dataStart(file, entry);
  const packed = await file.read(from, Math.min(entry.packedBytes, length + overheadBytes));
  if (entry.stored) return packed.subarray(0, length);
  try {
    // Most streams are longer than what was read of them; that is no fault.
    return inflateRawSync(packed, { finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, length);
  } catch (error) {
    throw refusal(
      `${file.path}/${entry.name}`,
      `its compressed bytes are damaged (${error instanceof Error ? error.message : error})`,
    );
  }
}

async function dataStart(file: InputFile, { name, position }: ZipEntry): Promise<number> {
  const damaged = refusal(
    file.path,
    `the header of ${quoted(name)} must be where it is said to be`,
  );
  if (position + 30 > file.size) throw damaged;
  const header = viewOf(await file.read(position, 30));
  if (header.getUint32(0, true) !== localSignature) throw damaged;
  return position + 30 + header.getUint16(26, true) + header.getUint16(28, true);
}

interface Span {
  readonly from: number;
  readonly length: number;
}

async function* pieces(file: InputFile, { from, length }: Span) {
  for (let done = 0; done < length; done += pieceBytes) {
    yield await file.read(from + done, Math.min(pieceBytes, length - done));
  }
}

function wrong({ path }: InputFile, { name, bytes, crc32: checksum }: ZipEntry): Error {
  return refusal(
    path,
    `${quoted(name)} must unpack to ${bytes} bytes with checksum ${checksum.toString(16)}; ` +
      "it is damaged",
  );
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
