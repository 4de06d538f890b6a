/** Bytes that workers share. */
export function sharedBytes(length: number): Uint8Array {
  return new Uint8Array(new SharedArrayBuffer(length));
}

/** Labels that workers share. */
export function sharedLabels(count: number): Uint16Array {
  return new Uint16Array(new SharedArrayBuffer(2 * count));
}
