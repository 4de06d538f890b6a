import { inflateSync } from "node:zlib";
import { decode, type DecodedPng } from "fast-png";
import { quoted, refusal } from "../refusal.ts";
import type { DecodedImage, ImageHeader } from "./image.ts";
import { type PngChunk, pngChunks, pngSignature } from "./png_chunks.ts";
import { opaqueBytes } from "./png_pixels.ts";

/** What the IHDR chunk of a PNG image says. */
export interface PngHeader extends ImageHeader {
  /** Bits of a sample: 1, 2, 4, 8 or 16. */
  readonly depth: number;
  /** Samples of a pixel. */
  readonly samples: number;
  readonly interlaced: boolean;
}

/** Colour types of the specification: samples of a pixel and the depths that each may have. */
const colourTypes: Readonly<
  Record<number, Pick<PngHeader, "colour" | "samples"> & { readonly depths: readonly number[] }>
> = {
  0: { colour: "gray", samples: 1, depths: [1, 2, 4, 8, 16] },
  2: { colour: "rgb", samples: 3, depths: [8, 16] },
  3: { colour: "palette", samples: 1, depths: [1, 2, 4, 8] },
  4: { colour: "gray", samples: 2, depths: [8, 16] },
  6: { colour: "rgb", samples: 4, depths: [8, 16] },
};

/** Chunks that decoders must know, and the one beside them that changes pixels. */
const used: readonly string[] = ["IHDR", "PLTE", "tRNS", "IDAT", "IEND"];

const headerBytes = 33;

/** Whether a file is a PNG image. */
export function isPng(bytes: Uint8Array): boolean {
  return pngSignature.every((byte, at) => bytes[at] === byte);
}

/**
 * Reads the IHDR chunk of a PNG image.
 *
 * @throws {DataError} When it is cut off or is none of the specification.
 */
export function readPngHeader(bytes: Uint8Array, file: string): PngHeader {
  if (bytes.length < headerBytes) {
    throw refusal(file, `a PNG image must have a header, got ${bytes.length} bytes; it is cut off`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [depth, type, compression, filter, interlace] = bytes.subarray(24, 29);
  const known = colourTypes[type!];
  const valid = known?.depths.includes(depth!) && compression === 0 && filter === 0 &&
    interlace! <= 1;
  if (!valid) {
    throw refusal(
      file,
      "the header of a PNG image must have a colour type, depth, compression, filter and " +
        `interlace of the specification, got ${[type, depth, compression, filter, interlace]}`,
    );
  }
  return {
    width: view.getUint32(16),
    height: view.getUint32(20),
    colour: known!.colour,
    samples: known!.samples,
    depth: depth!,
    interlaced: interlace === 1,
  };
}

/**
 * Decodes a PNG image, whose size has been compared. Gamma and colour profiles are not applied.
 *
 * @throws {DataError} When a checksum is wrong, data are cut off or more than the header says, or a
 * pixel is transparent.
 */
export function decodePng(bytes: Uint8Array, file: string): DecodedImage {
  const header = readPngHeader(bytes, file);
  if (header.interlaced && header.depth < 8) {
    // The library takes a byte a sample there.
    throw refusal(
      file,
      `an interlaced PNG image must have 8 or 16 bits a sample, got ${header.depth}; ` +
        "save it without interlacing",
    );
  }
  const chunks = pngChunks(bytes, file);
  checkChunks(chunks, { file, header });
  checkScanlines(chunks, { file, header });
  // The library unpacks what ancillary chunks hold without a limit, so it is not given them.
  return opaqueBytes(decodeChunks(chunks.filter(({ type }) => used.includes(type)), file), {
    file,
    header,
  });
}

interface Context {
  readonly file: string;
  readonly header: PngHeader;
}

function checkChunks(chunks: readonly PngChunk[], { file, header }: Context): void {
  const unknown = chunks.find(({ type }) => !used.includes(type) && !/^[a-z]/.test(type));
  if (unknown !== undefined) {
    throw refusal(file, `it must have chunks of the specification, got ${quoted(unknown.type)}`);
  }
  const has = (type: string) => chunks.some((chunk) => chunk.type === type);
  if (header.colour === "palette" && !has("PLTE")) {
    throw refusal(file, "a PNG image of a palette must have a PLTE chunk, got none");
  }
}

/**
 * Unpacks the image data to the length that the header makes them, and no further: the library would
 * unpack all there is.
 */
function checkScanlines(chunks: readonly PngChunk[], { file, header }: Context): void {
  const needed = scanlineBytes(header);
  const packed = joined(chunks.filter(({ type }) => type === "IDAT").map(({ data }) => data));
  const got = inflatedLength(packed, { file, needed });
  if (got !== needed) {
    throw refusal(
      file,
      `its pixels must unpack to ${needed} bytes, got ${got ?? "more"}; it is damaged`,
    );
  }
}

function inflatedLength(
  packed: Uint8Array,
  { file, needed }: { readonly file: string; readonly needed: number },
): number | undefined {
  try {
    return inflateSync(packed, { maxOutputLength: needed }).length;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ERR_BUFFER_TOO_LARGE") return undefined;
    throw refusal(file, `its pixels must be whole compressed data (${messageOf(error)})`);
  }
}

/** Bytes of all scanlines, each with the byte of its filter: of the image, or of its seven passes. */
function scanlineBytes({ width, height, depth, samples, interlaced }: PngHeader): number {
  const passes = interlaced ? adam7 : [{ x: 0, y: 0, everyX: 1, everyY: 1 }];
  return passes.reduce((total, { x, y, everyX, everyY }) => {
    const columns = Math.ceil((width - x) / everyX);
    const rows = Math.ceil((height - y) / everyY);
    if (columns <= 0 || rows <= 0) return total;
    return total + rows * (1 + Math.ceil(columns * samples * depth / 8));
  }, 0);
}

/** First pixel and steps of the passes of an interlaced image. Source: PNG specification, section 8.2. */
const adam7 = [
  { x: 0, y: 0, everyX: 8, everyY: 8 },
  { x: 4, y: 0, everyX: 8, everyY: 8 },
  { x: 0, y: 4, everyX: 4, everyY: 8 },
  { x: 2, y: 0, everyX: 4, everyY: 4 },
  { x: 0, y: 2, everyX: 2, everyY: 4 },
  { x: 1, y: 0, everyX: 2, everyY: 2 },
  { x: 0, y: 1, everyX: 1, everyY: 2 },
] as const;

function decodeChunks(chunks: readonly PngChunk[], file: string): DecodedPng {
  try {
    return decode(joined([pngSignature, ...chunks.map(({ whole }) => whole)]));
  } catch (error) {
    throw refusal(file, `it must be a PNG image of the specification (${messageOf(error)})`);
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
