/** Keeps the values that were used last; makes the others again when asked. */
export class LeastRecentlyUsed<K, V> {
  readonly #limit: number;
  readonly #kept = new Map<K, V>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The value of a key, made now if it is not kept. */
  get(key: K, make: () => V): V {
    const known = this.#kept.get(key);
    const value = known ?? make();
    this.#kept.delete(key);
    this.#kept.set(key, value);
    if (this.#kept.size > this.#limit) {
      this.#kept.delete(this.#kept.keys().next().value as K);
    }
    return value;
  }
}
