import { dirname } from "@std/path";
import { DataError } from "../error.ts";
import { hashFile } from "./hash_file.ts";
import { type Fetch } from "./request.ts";
import { sizeOf, transfer } from "./transfer.ts";

/** A file to download, and what it must be. */
export interface Download {
  readonly url: string;
  /** Where it goes. While it is on its way it lies beside, as `PATH.part`. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Options of {@link download}. */
export interface DownloadOptions {
  readonly fetch?: Fetch | undefined;
  /** Told how many bytes of the file are there; it may go back when a server starts over. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
  /** Waits before another attempt. */
  readonly wait?: ((milliseconds: number) => Promise<void>) | undefined;
  /** How long a server may be silent. */
  readonly idleMs?: number | undefined;
}

const attempts = 5;
const firstWaitMs = 1000;
const defaultIdleMs = 60_000;

/**
 * Downloads a file as a stream, and gives it its name only when it is whole and its SHA-256 is right.
 * A cut connection is tried again, up to 5 times in all, from the byte where it was cut; so does a
 * later call for what an earlier one left behind.
 *
 * @throws {DataError} When the address does not answer, has another file, or the file cannot be
 * written: says which and what to do.
 */
export async function download(file: Download, options: DownloadOptions = {}): Promise<void> {
  const { fetch = globalThis.fetch, wait = sleep, idleMs = defaultIdleMs, onBytes } = options;
  const part = `${file.path}.part`;
  await writing(file.path, () => Deno.mkdir(dirname(file.path), { recursive: true }));
  for (let attempt = 1;; attempt++) {
    const cut = await transfer({ ...file, part }, { fetch, idleMs, onBytes });
    if (cut === undefined) break;
    if (attempt === attempts) {
      throw new DataError(
        `Cannot download "${file.url}": it stopped after ${await sizeOf(part) ?? 0} of ` +
          `${file.bytes} bytes (${cut}); type the same command again, it goes on where it stopped`,
      );
    }
    await wait(firstWaitMs * 2 ** (attempt - 1));
  }
  const { sha256 } = await hashFile(part);
  if (sha256 !== file.sha256) {
    await Deno.remove(part);
    throw new DataError(
      `Cannot use what "${file.url}" sent: its SHA-256 must be ${file.sha256}, got ${sha256}; ` +
        "it was removed: type the same command once more, or see whether the address has a new file",
    );
  }
  await writing(file.path, () => Deno.rename(part, file.path));
}

async function writing(path: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    throw new DataError(
      `Cannot write "${path}": ${error instanceof Error ? error.message : error}; ` +
        "name another folder with --data-dir",
    );
  }
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
