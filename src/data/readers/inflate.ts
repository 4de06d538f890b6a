import { refusal } from "../refusal.ts";

/** Options of {@link inflate}. */
export interface InflateOptions {
  /** What errors call it. */
  readonly file: string;
  readonly format: CompressionFormat;
}

/**
 * Unpacks a stream piece by piece; a piece is at most 1032 times as long as the packed one, so of 64 KiB
 * at most 66 MB. Whoever stops early closes the stream.
 *
 * @throws {DataError} When the packed bytes are damaged or cut off.
 */
export async function* inflate(
  packed: ReadableStream<Uint8Array<ArrayBuffer>>,
  { file, format }: InflateOptions,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  try {
    yield* packed.pipeThrough(new DecompressionStream(format));
  } catch (error) {
    // The platform reports damage as a TypeError.
    if (!(error instanceof TypeError)) throw error;
    throw refusal(
      file,
      `its compressed bytes are damaged, cut off or followed by others (${error.message})`,
    );
  }
}
