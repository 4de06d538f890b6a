import { dirname, join } from "@std/path";
import { createTarDecoder, type ParsedTarEntry } from "modern-tar";
import { DataError } from "../error.ts";
import { gunzip } from "./gunzip.ts";

/** A .tar.gz whose bytes are known to be the right ones. */
export interface Archive {
  readonly path: string;
  /** The most bytes that may come out of it. */
  readonly maxBytes: number;
  /** Told of each piece of the archive that was read. */
  readonly onRead?: (bytes: number) => void;
}

/** A file to take from an archive. */
export interface Member {
  /** Its name in the archive. */
  readonly name: string;
  /** How many of its bytes are written. */
  readonly bytes: number;
  /** Whether it may have more bytes than these. */
  readonly mayBeLonger: boolean;
}

/** The most entries that are unpacked. */
const maxEntries = 1_000_000;

/**
 * Takes one file, or its first bytes, from an archive and writes it to `to`, a stream all the way.
 *
 * @throws {DataError} When the archive is damaged, holds more than it may or no such file, or the file
 * has another size. What was written by then is left in `to`.
 */
export function extractMember(archive: Archive, member: Member, to: string): Promise<void> {
  return explained(archive, async () => {
    for await (const { header: { name, type, size }, body } of entriesOf(archive)) {
      if (cleanName(name) !== member.name) {
        await body.cancel();
        continue;
      }
      if (type !== "file") {
        throw refusal(archive, `"${name}" must be a file, it is a ${type}`);
      }
      const { bytes, mayBeLonger } = member;
      if (size < bytes || (size > bytes && !mayBeLonger)) {
        throw refusal(archive, `"${name}" must have ${bytes} bytes, got ${size}`);
      }
      return await writeFirst(body, bytes, to);
    }
    throw refusal(archive, `it must hold "${member.name}", it does not`);
  });
}

/**
 * Unpacks what an archive holds below one of its folders into a new folder `to`. Only files and folders
 * are allowed anywhere in it: an archive with a link, a device or a name that leads elsewhere is refused
 * whole.
 *
 * @throws {DataError} When the archive is damaged, holds more than it may, something that is not
 * allowed, or nothing below that folder. What was unpacked by then is left in `to`.
 */
export function extractFolder(archive: Archive, folder: string, to: string): Promise<void> {
  return explained(archive, async () => {
    const made = new Set<string>();
    let count = 0;
    let files = 0;
    for await (const { header: { name, type, size }, body } of entriesOf(archive)) {
      if (++count > maxEntries) {
        throw refusal(archive, `it must hold at most ${maxEntries} entries, got more`);
      }
      if (type !== "file" && type !== "directory") {
        throw refusal(archive, `it must hold only files and folders, "${name}" is a ${type}`);
      }
      const clean = cleanName(name);
      if (clean === undefined) {
        throw refusal(archive, `its names must stay inside its folder, got "${name}"`);
      }
      if (type === "directory" || !clean.startsWith(`${folder}/`)) {
        await body.cancel();
        continue;
      }
      const path = join(to, clean.slice(folder.length + 1));
      const parent = dirname(path);
      if (!made.has(parent)) await Deno.mkdir(parent, { recursive: true });
      made.add(parent);
      await writeFirst(body, size, path);
      files++;
    }
    if (files === 0) throw refusal(archive, `it must hold files below "${folder}", it does not`);
  });
}

/** The entries of an archive. Each body must be read or cancelled before the next entry. */
async function* entriesOf(archive: Archive): AsyncGenerator<ParsedTarEntry> {
  const { path, maxBytes, onRead } = archive;
  const tar = await gunzip(path, { maxBytes, ...(onRead && { onRead }) });
  const reader = tar.pipeThrough(createTarDecoder({ strict: true })).getReader();
  try {
    while (true) {
      const { done, value } = await reader.read();
      if (done) return;
      const { name, size } = value.header;
      if (size > maxBytes) {
        throw refusal(archive, `it must hold at most ${maxBytes} bytes, "${name}" has ${size}`);
      }
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

/** Errors of files and of the archive as DataErrors that name it. */
async function explained(archive: Archive, unpack: () => Promise<void>): Promise<void> {
  try {
    await unpack();
  } catch (error) {
    if (error instanceof DataError) throw error;
    const text = error instanceof Error ? error.message.replace(/\.$/, "") : String(error);
    if (error instanceof Deno.errors.AlreadyExists) {
      throw refusal(archive, `it must hold a file once (${text})`);
    }
    const isArchive = error instanceof Error && error.constructor === Error;
    throw refusal(archive, isArchive ? `it must be a whole .tar.gz (${text})` : text);
  }
}

/**
 * The name of an entry without a leading "./" and a last "/", or undefined when it would lead out of the
 * folder that it is unpacked into, on any file system.
 */
function cleanName(name: string): string | undefined {
  const clean = name.replace(/^(\.\/)+/, "").replace(/\/$/, "");
  if (clean === "" || clean === ".") return name.startsWith(".") ? "." : undefined;
  const safe = clean.split("/").every((part) =>
    part !== "" && part !== "." && part !== ".." && !/[\\:\p{Cc}]/u.test(part)
  );
  return safe ? clean : undefined;
}

/** Writes the first bytes of a stream to a file that must be new. */
async function writeFirst(
  body: ReadableStream<Uint8Array>,
  bytes: number,
  path: string,
): Promise<void> {
  using file = await Deno.open(path, { write: true, createNew: true });
  let left = bytes;
  for await (const chunk of body) {
    const kept = chunk.subarray(0, Math.min(left, chunk.length));
    for (let at = 0; at < kept.length;) at += await file.write(kept.subarray(at));
    left -= kept.length;
    if (left === 0) break;
  }
}

function refusal({ path }: Archive, rule: string): DataError {
  return new DataError(`Cannot unpack "${path}": ${rule}`);
}
