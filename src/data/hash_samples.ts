import { createHash } from "node:crypto";
import { elementCount } from "../tensor/mod.ts";
import { withStoredSamples } from "./array_samples.ts";
import { withFile } from "./file_bytes.ts";
import { maxSampleFileBytes } from "./limits.ts";
import { refusal } from "./refusal.ts";
import { type ArrayPart, bytesPerElement, type SampleStore } from "./sample_store.ts";

/** Told how many samples are hashed, of how many. */
export type HashProgress = (done: number, total: number) => void;

/** Samples between two reports. */
const reportEvery = 1000;

const pieceBytes = 2 ** 20;

/**
 * The SHA-256 of each sample as it is stored, in lower-case hexadecimal and the order of ids: of its
 * elements in an array, without what lies between samples, or of the bytes of its file. No more than
 * one sample is in memory.
 *
 * @throws {DataError} When a file is missing or cut off.
 *
 * @example
 * ```ts
 * import { hashSamples } from "./hash_samples.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const hashes = hashSamples({
 *   domain: "vector",
 *   shape: [3],
 *   white: 1,
 *   step: 1,
 *   parts: [{
 *     kind: "array",
 *     file: "letters",
 *     count: 1,
 *     type: "uint8",
 *     bytes: { kind: "memory", bytes: new TextEncoder().encode("abc") },
 *     offset: 0,
 *     stride: 3,
 *     order: "as-stored",
 *   }],
 *   labels: undefined,
 * });
 * assertEquals(hashes[0]!.slice(0, 8), "ba7816bf");
 * ```
 */
export function hashSamples(store: SampleStore, onProgress?: HashProgress): readonly string[] {
  const hashes: string[] = [];
  const total = store.parts.reduce(
    (sum, part) => sum + (part.kind === "array" ? part.count : part.paths.length),
    0,
  );
  const add = (hash: string) => {
    hashes.push(hash);
    if (hashes.length % reportEvery === 0 || hashes.length === total) {
      onProgress?.(hashes.length, total);
    }
  };
  const size = elementCount(store.shape);
  for (const part of store.parts) {
    if (part.kind === "array") hashArray(part, { size, add });
    else part.paths.forEach((path) => add(hashFile(path)));
  }
  return hashes;
}

interface HashArrayOptions {
  /** Elements of a sample. */
  readonly size: number;
  readonly add: (hash: string) => void;
}

function hashArray(part: ArrayPart, { size, add }: HashArrayOptions): void {
  const bytes = new Uint8Array(size * bytesPerElement[part.type]);
  withStoredSamples(part, (copy) => {
    for (let index = 0; index < part.count; index++) {
      copy(bytes, index);
      add(createHash("sha256").update(bytes).digest("hex"));
    }
  });
}

function hashFile(path: string): string {
  return withFile(path, ({ size, fill }) => {
    if (size > maxSampleFileBytes) {
      throw refusal(path, `a sample may have ${maxSampleFileBytes} bytes, got ${size}`);
    }
    const hash = createHash("sha256");
    for (let at = 0; at < size; at += pieceBytes) {
      const piece = new Uint8Array(Math.min(pieceBytes, size - at));
      fill(piece, at);
      hash.update(piece);
    }
    return hash.digest("hex");
  });
}
