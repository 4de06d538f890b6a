/** The elements of a NumPy file. */
export interface NpyArray {
  readonly shape: readonly number[];
  readonly data: Float32Array | Uint8Array | Int8Array;
}

/** Reads a NumPy file as {@link decodeNpy} does. */
export function readNpy(path: string): NpyArray {
  return decodeNpy(Deno.readFileSync(path), { path });
}

/**
 * The elements of a NumPy file, version 1, of little-endian float32, uint8 or int8 in row-major order.
 *
 * @throws {RangeError} When it is another file, or holds other elements than its header says.
 */
export function decodeNpy(
  bytes: Uint8Array<ArrayBuffer>,
  { path }: { readonly path: string },
): NpyArray {
  const wrong = (rule: string, value: unknown) =>
    new RangeError(`Cannot read ${path}: ${rule}, got ${value}`);
  const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1];
  if (!magic.every((byte, at) => bytes[at] === byte)) {
    throw wrong("it must be a NumPy file of version 1", `bytes ${bytes.subarray(0, 7)}`);
  }
  const start = 10 + new DataView(bytes.buffer, bytes.byteOffset).getUint16(8, true);
  const header = new TextDecoder().decode(bytes.subarray(10, start));
  if (!/'fortran_order': False/.test(header)) throw wrong("it must be in row-major order", header);
  const shape = (/'shape': \(([^)]*)\)/.exec(header)?.[1] ?? "").split(",")
    .filter((size) => size.trim() !== "").map(Number);
  const data = elementsOf(bytes.slice(start).buffer, /'descr': '([^']+)'/.exec(header)?.[1]);
  if (data === undefined) throw wrong("its elements must be float32, uint8 or int8", header);
  const count = shape.reduce((product, size) => product * size, 1);
  if (data.length !== count) {
    throw wrong(`shape [${shape.join(", ")}] must have ${count} elements`, data.length);
  }
  return { shape, data };
}

function elementsOf(buffer: ArrayBuffer, descr: string | undefined): NpyArray["data"] | undefined {
  switch (descr) {
    case "<f4":
      return new Float32Array(buffer);
    case "|u1":
      return new Uint8Array(buffer);
    case "|i1":
      return new Int8Array(buffer);
    default:
      return undefined;
  }
}
