import { crc32, deflateSync } from "node:zlib";
import { join } from "@std/path";
import type { PartDescription } from "../../../src/data/dataset_schema.ts";
import { DataError } from "../../../src/data/error.ts";
import { openSamples } from "../../../src/data/open_samples.ts";
import { readPart } from "../../../src/data/readers/mod.ts";
import type { ReadPart } from "../../../src/data/readers/reader.ts";
import type { SampleSource } from "../../../src/data/sample_source.ts";
import golden from "./golden.json" with { type: "json" };

export { golden };

/** Files of a test: bytes or text by path, or the target of a link. */
export type Files = Readonly<Record<string, Uint8Array | string | { readonly link: string }>>;

/** A folder with those files, removed after `use`. */
export async function withFiles<T>(
  files: Files,
  use: (folder: string) => Promise<T> | T,
): Promise<T> {
  const folder = await Deno.makeTempDir();
  try {
    for (const [path, content] of Object.entries(files)) {
      const target = join(folder, path);
      await Deno.mkdir(path.endsWith("/") ? target : join(target, ".."), { recursive: true });
      if (path.endsWith("/")) continue;
      if (typeof content === "string") await Deno.writeTextFile(target, content);
      else if (content instanceof Uint8Array) await Deno.writeFile(target, content);
      else await Deno.symlink(content.link, target);
    }
    return await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Reads a part of files in a folder. */
export function readFrom(
  folder: string,
  part: PartDescription,
  shape: readonly number[],
): Promise<ReadPart> {
  return readPart(part, { locate: (path) => join(folder, path), shape });
}

/** The source of one part. */
export function sourceOf({ part, labels }: ReadPart, shape: readonly number[]): SampleSource {
  return openSamples({
    domain: "vector",
    shape,
    white: 1,
    step: 0,
    parts: [part],
    labels: labels && { values: labels, names: [] },
  });
}

/** The values of all samples of a part. */
export function valuesOf(read: ReadPart, shape: readonly number[]): readonly number[] {
  return [...sourceOf(read, shape).read(Array.from({ length: read.count }, (_, id) => id))];
}

/** A part, its files, and what its error must say; `{folder}` stands for the folder. */
export interface Refusal {
  readonly part: PartDescription;
  readonly shape: readonly number[];
  readonly files: Files;
  readonly message: string;
}

/** The message of the DataError at opening or reading a part, or undefined where there is none. */
export async function refusalOf(
  { part, shape, files }: Omit<Refusal, "message">,
): Promise<string | undefined> {
  return await withFiles(files, async (folder) => {
    try {
      valuesOf(await readFrom(folder, part, shape), shape);
      return undefined;
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      return error.message.replaceAll(folder, "{folder}");
    }
  });
}

/** Base64 as bytes. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

/** A NumPy file: version 1, with whatever header. */
export function npy(
  header: { readonly descr?: string; readonly shape?: string; readonly fortran?: string },
  elements: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const { descr = "'|u1'", shape = "(2, 3)", fortran = "False" } = header;
  const text = `{'descr': ${descr}, 'fortran_order': ${fortran}, 'shape': ${shape}, }\n`;
  return joined(
    Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, text.length & 255, text.length >> 8),
    new TextEncoder().encode(text),
    elements,
  );
}

/** An IDX file of unsigned bytes. */
export function idx(sizes: readonly number[], elements: Uint8Array): Uint8Array<ArrayBuffer> {
  const header = new DataView(new ArrayBuffer(4 + 4 * sizes.length));
  header.setUint16(2, 0x800 + sizes.length);
  sizes.forEach((size, axis) => header.setUint32(4 + 4 * axis, size));
  return joined(new Uint8Array(header.buffer), elements);
}

/** What a hand-made PNG image says. */
export interface PngOptions {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly type: number;
  readonly interlace?: number;
  /** Rows with the byte of their filter, or other bytes. */
  readonly scanlines: Uint8Array;
  /** Chunks before the image data. */
  readonly before?: readonly (readonly [string, Uint8Array])[];
  /** The image data as they lie in the file; absent for the scanlines. */
  readonly packed?: Uint8Array;
}

/** A PNG image of any header. */
export function png(options: PngOptions): Uint8Array<ArrayBuffer> {
  const { width, height, depth, type, interlace = 0, scanlines, before = [], packed } = options;
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  [depth, type, 0, 0, interlace].forEach((value, at) => header.setUint8(8 + at, value));
  return joined(
    Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10),
    chunk("IHDR", new Uint8Array(header.buffer)),
    ...before.map(([name, data]) => chunk(name, data)),
    chunk("IDAT", packed ?? deflateSync(scanlines)),
    chunk("IEND", new Uint8Array(0)),
  );
}

function chunk(name: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(new TextEncoder().encode(name), 4);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
}

/** Bytes one after the other. */
export function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
