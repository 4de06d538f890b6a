/**
 * A growing list of float32 in shared memory. What it may grow to is reserved, not taken: nothing is
 * copied when it grows.
 */
export class SharedFloats {
  readonly #buffer: SharedArrayBuffer;
  #values: Float32Array;
  #length = 0;

  /** @param maxBytes What it may grow to. */
  constructor(maxBytes: number) {
    this.#buffer = new SharedArrayBuffer(0, { maxByteLength: 4 * Math.ceil(maxBytes / 4) });
    this.#values = new Float32Array(this.#buffer);
  }

  /** @throws {RangeError} When there is no room for one more. */
  push(value: number): void {
    if (this.#length === this.#values.length) this.#grow();
    this.#values[this.#length++] = value;
  }

  #grow(): void {
    const bytes = Math.max(65_536, 2 * this.#buffer.byteLength);
    this.#buffer.grow(Math.min(this.#buffer.maxByteLength, bytes));
    this.#values = new Float32Array(this.#buffer);
    if (this.#length === this.#values.length) {
      throw new RangeError(
        `Cannot add a value: there is room for ${this.#length}, got one more`,
      );
    }
  }

  /** The bytes of all values, little-endian as every machine that Deno runs on. */
  bytes(): Uint8Array {
    return new Uint8Array(this.#buffer, 0, 4 * this.#length);
  }
}
