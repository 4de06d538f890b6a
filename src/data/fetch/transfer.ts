import { DataError } from "../error.ts";
import { type IdleLimit, idleLimit } from "./idle_limit.ts";
import { type Fetch, request } from "./request.ts";

/** A file on its way. */
export interface Transfer {
  readonly url: string;
  /** Where its bytes go; what lies there already is kept. */
  readonly part: string;
  readonly bytes: number;
}

/** Options of {@link transfer}. */
export interface TransferOptions {
  readonly fetch: Fetch;
  readonly idleMs: number;
  readonly onBytes: ((bytes: number) => void) | undefined;
}

/** Answers that another attempt may get past. */
const passing: readonly number[] = [408, 425, 429, 500, 502, 503, 504];

/**
 * One attempt to get the bytes that a `.part` file still lacks.
 *
 * @returns Why it stopped before the file was whole; undefined when it is whole.
 * @throws {DataError} When another attempt would not help. What cannot belong to the file is removed.
 */
export async function transfer(
  file: Transfer,
  { fetch, idleMs, onBytes }: TransferOptions,
): Promise<string | undefined> {
  const kept = await sizeOf(file.part) ?? 0;
  if (kept === file.bytes) return undefined;
  const idle = idleLimit(idleMs);
  try {
    const from = kept < file.bytes ? kept : 0;
    const response = await request(file.url, { fetch, from, signal: idle.signal });
    const start = await startOf(response, file, from);
    if (typeof start === "string") return start;
    return await receive(response, { ...file, start, idle, onBytes });
  } catch (error) {
    if (error instanceof DataError) throw error;
    return error instanceof Error ? error.message : String(error);
  } finally {
    idle.stop();
  }
}

/** The size of a file, undefined when there is none. */
export async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await Deno.stat(path)).size;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** Where in the file an answer begins, or why another attempt is needed. */
async function startOf(
  response: Response,
  { url, part, bytes }: Transfer,
  from: number,
): Promise<number | string> {
  const { status, statusText, headers } = response;
  const answer = `the server answered ${status} ${statusText}`.trim();
  const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get("content-range") ?? "");
  const start = status === 206 ? Number(range?.[1] ?? -1) : 0;
  if (status === 416 || (status === 206 && start !== from)) {
    await response.body?.cancel();
    await discard(part);
    return `${answer} to a request for the rest`;
  }
  if (status !== 200 && status !== 206) {
    await response.body?.cancel();
    if (passing.includes(status)) return answer;
    throw new DataError(`Cannot download "${url}": it must be there, ${answer}`);
  }
  const length = headers.get("content-length");
  const offered = range?.[2] !== undefined && range[2] !== "*"
    ? Number(range[2])
    : length === null || headers.has("content-encoding")
    ? undefined
    : start + Number(length);
  if (offered === undefined || offered === bytes) return start;
  await response.body?.cancel();
  await discard(part);
  throw new DataError(
    `Cannot download "${url}": it must have ${bytes} bytes, the server offers ${offered}`,
  );
}

interface Receipt extends Transfer {
  readonly start: number;
  readonly idle: IdleLimit;
  readonly onBytes: ((bytes: number) => void) | undefined;
}

async function receive(
  response: Response,
  { url, part, bytes, start, idle, onBytes }: Receipt,
): Promise<string | undefined> {
  const reader = response.body?.getReader();
  const file = await writingTo(
    part,
    () => Deno.open(part, { write: true, create: true, truncate: start === 0 }),
  );
  let written = start;
  let tooMany = false;
  try {
    await file.seek(start, Deno.SeekMode.Start);
    onBytes?.(written);
    while (reader !== undefined) {
      const { done, value } = await reader.read();
      if (done) break;
      idle.touch();
      tooMany = written + value.length > bytes;
      if (tooMany) break;
      await writingTo(part, () => writeAll(file, value));
      written += value.length;
      onBytes?.(written);
    }
  } finally {
    file.close();
    await reader?.cancel().catch(() => {});
  }
  if (tooMany) {
    await discard(part);
    throw new DataError(`Cannot download "${url}": it must have ${bytes} bytes, got more`);
  }
  return written === bytes ? undefined : "the connection was closed";
}

async function discard(part: string): Promise<void> {
  await Deno.remove(part).catch(() => {});
}

async function writeAll(file: Deno.FsFile, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += await file.write(bytes.subarray(at));
}

async function writingTo<T>(path: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    throw new DataError(
      `Cannot write "${path}": ${error instanceof Error ? error.message : error}; ` +
        "make room, or name another folder with --data-dir",
    );
  }
}
