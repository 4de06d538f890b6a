import { createHash } from "node:crypto";

/** The SHA-256 of some bytes, in lower-case hexadecimal. */
export function sha256(bytes: Uint8Array | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** The SHA-256 of a list of ids: of their decimal digits joined by commas. */
export function sha256OfIds(ids: readonly number[]): string {
  return sha256(ids.join(","));
}
