import { crc32 } from "node:zlib";
import { quoted, refusal } from "../refusal.ts";

/** A chunk of a PNG file. */
export interface PngChunk {
  /** Four letters: the first is a capital where decoders must know the chunk. */
  readonly type: string;
  readonly data: Uint8Array;
  /** The chunk with its length, type and checksum. */
  readonly whole: Uint8Array;
}

/** Chunks that an image may have: of 64 MiB in pieces of 1 KiB. */
const maxChunks = 65_536;

/** Bytes before the first chunk. */
export const pngSignature: Uint8Array = Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10);

/**
 * The chunks of a PNG file from IHDR to IEND, each with a right checksum.
 * Source: Portable Network Graphics (PNG) Specification, W3C, section 5.
 *
 * @throws {DataError} When the file ends before, a checksum is wrong, IHDR is not the first chunk, or there
 * are too many.
 */
export function pngChunks(bytes: Uint8Array, file: string): readonly PngChunk[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: PngChunk[] = [];
  for (let at = pngSignature.length;;) {
    const start = at;
    if (start + 12 > bytes.length) throw cutOff(file, bytes.length);
    const length = view.getUint32(start);
    const end = start + 12 + length;
    if (end > bytes.length) throw cutOff(file, bytes.length);
    const type = String.fromCharCode(...bytes.subarray(start + 4, start + 8));
    if (crc32(bytes.subarray(start + 4, end - 4)) !== view.getUint32(end - 4)) {
      throw refusal(file, `the checksum of its ${quoted(type)} chunk is wrong; it is damaged`);
    }
    if ((chunks.length === 0) !== (type === "IHDR")) {
      throw refusal(file, "a PNG image must have one IHDR chunk, the first; it is damaged");
    }
    if (chunks.length === maxChunks) {
      throw refusal(file, `it may have ${maxChunks} chunks, got more`);
    }
    const whole = bytes.subarray(start, end);
    chunks.push({ type, data: whole.subarray(8, -4), whole });
    if (type === "IEND") return chunks;
    at = end;
  }
}

function cutOff(file: string, length: number): Error {
  return refusal(
    file,
    `a PNG image must end with an IEND chunk, got ${length} bytes; it is cut off`,
  );
}
