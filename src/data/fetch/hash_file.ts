import { createHash } from "node:crypto";

/** How long some bytes are, and their SHA-256 in lower-case hexadecimal. */
export interface ContentHash {
  readonly bytes: number;
  readonly sha256: string;
}

/** The hash of a stream, which is read to its end a chunk at a time. */
export async function hashStream(stream: ReadableStream<Uint8Array>): Promise<ContentHash> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const chunk of stream) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: hash.digest("hex") };
}

/** The hash of a file, which is never in memory whole. */
export async function hashFile(path: string): Promise<ContentHash> {
  const file = await Deno.open(path);
  return await hashStream(file.readable);
}
