/** Keeps the values that were used last, up to a total size; makes the others again when asked. */
export class LeastRecentlyUsed<K, V> {
  readonly #limit: number;
  readonly #sizeOf: (value: V) => number;
  readonly #kept = new Map<K, V>();
  #size = 0;

  /** `limit` bounds the sum of `sizeOf` over what is kept; the last value is kept whatever its size. */
  constructor(limit: number, sizeOf: (value: V) => number) {
    this.#limit = limit;
    this.#sizeOf = sizeOf;
  }

  /** The value of a key, made now if it is not kept. */
  get(key: K, make: () => V): V {
    const known = this.#kept.get(key);
    const value = known ?? make();
    if (known === undefined) this.#size += this.#sizeOf(value);
    this.#kept.delete(key);
    this.#kept.set(key, value);
    for (const [oldest, old] of this.#kept) {
      if (this.#size <= this.#limit || oldest === key) break;
      this.#kept.delete(oldest);
      this.#size -= this.#sizeOf(old);
    }
    return value;
  }
}
