import { fileRefusal, refusal } from "./refusal.ts";

/** A file that is read in places. */
export interface OpenFile {
  /** Bytes of it. */
  readonly size: number;
  /**
   * Fills `bytes` from a position of the file.
   *
   * @throws {DataError} When the file ends before.
   */
  readonly fill: (bytes: Uint8Array, position: number) => void;
}

/**
 * Opens a file for the time of `use`.
 *
 * @throws {DataError} When there is no such file, it is no regular file or it may not be opened.
 */
export function withFile<T>(path: string, use: (file: OpenFile) => T): T {
  using handle = open(path);
  const fill = (bytes: Uint8Array, position: number) => {
    handle.seekSync(position, Deno.SeekMode.Start);
    for (let filled = 0; filled < bytes.length;) {
      const got = handle.readSync(bytes.subarray(filled));
      if (got === null) {
        throw refusal(
          path,
          `it must have ${position + bytes.length} bytes, got ${position + filled}; it was cut off`,
        );
      }
      filled += got;
    }
  };
  return use({ size: handle.statSync().size, fill });
}

function open(path: string): Deno.FsFile {
  try {
    // A pipe could keep its reader waiting for ever.
    if (!Deno.statSync(path).isFile) throw refusal(path, "it must be a file, got something else");
    return Deno.openSync(path);
  } catch (error) {
    throw fileRefusal(path, error);
  }
}

/**
 * All bytes of a file that is one sample.
 *
 * @throws {DataError} When it cannot be opened, or is larger than `maxBytes`.
 */
export function readFileBytes(path: string, maxBytes: number): Uint8Array<ArrayBuffer> {
  return withFile(path, ({ size, fill }) => {
    if (size > maxBytes) {
      throw refusal(path, `a file that is a sample may have ${maxBytes} bytes, got ${size}`);
    }
    const bytes = new Uint8Array(size);
    fill(bytes, 0);
    return bytes;
  });
}
