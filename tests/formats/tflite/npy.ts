/** The elements of a NumPy file of float32, uint8 or int8. */
export function readNpy(path: string): {
  readonly shape: readonly number[];
  readonly data: Float32Array | Uint8Array | Int8Array;
} {
  const bytes = Deno.readFileSync(path);
  const headerBytes = new DataView(bytes.buffer).getUint16(8, true);
  const header = new TextDecoder().decode(bytes.subarray(10, 10 + headerBytes));
  const descr = /'descr': '([^']+)'/.exec(header)?.[1];
  const shape = /'shape': \(([^)]*)\)/.exec(header)![1]!.split(",").filter((text) => text.trim())
    .map(Number);
  const { buffer } = bytes.slice(10 + headerBytes);
  switch (descr) {
    case "<f4":
      return { shape, data: new Float32Array(buffer) };
    case "|u1":
      return { shape, data: new Uint8Array(buffer) };
    case "|i1":
      return { shape, data: new Int8Array(buffer) };
  }
  throw new Error(`Cannot read ${path}: its elements must be float32, uint8 or int8, got ${descr}`);
}
