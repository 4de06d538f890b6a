import { fileRefusal, refusal } from "../refusal.ts";

/** A file that is open for reading. */
export interface InputFile {
  readonly path: string;
  /** Bytes of it. */
  readonly size: number;
  /**
   * Those bytes.
   *
   * @throws {DataError} When the file ends before.
   */
  read(position: number, length: number): Promise<Uint8Array<ArrayBuffer>>;
}

/**
 * Opens a file, and closes it when `use` is done.
 *
 * @throws {DataError} When there is no such file, it is no regular file or it may not be opened.
 */
export async function withInputFile<T>(
  path: string,
  use: (file: InputFile) => Promise<T>,
): Promise<T> {
  using handle = await openFile(path);
  const { size } = await handle.stat();
  return await use({
    path,
    size,
    read: async (position, length) => {
      const bytes = new Uint8Array(length);
      await handle.seek(position, Deno.SeekMode.Start);
      for (let filled = 0; filled < length;) {
        const got = await handle.read(bytes.subarray(filled));
        if (got === null) {
          throw refusal(path, `it must have ${position + length} bytes, got ${position + filled}`);
        }
        filled += got;
      }
      return bytes;
    },
  });
}

/**
 * Opens a regular file: what is none, a pipe for one, could keep its reader waiting for ever.
 *
 * @throws {DataError} When there is no such file, it is no regular file or it may not be opened.
 */
export async function openFile(path: string): Promise<Deno.FsFile> {
  try {
    const { isFile, isDirectory } = await Deno.stat(path);
    if (!isFile) {
      throw refusal(path, `it must be a file, got a ${isDirectory ? "folder" : "device or pipe"}`);
    }
    return await Deno.open(path);
  } catch (error) {
    throw fileRefusal(path, error);
  }
}
