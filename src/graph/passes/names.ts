/** Names that are not taken yet: the wanted one, or the wanted one with the first free number. */
export class Names {
  readonly #taken: Set<string>;
  readonly #next = new Map<string, number>();

  /** `reserved` names are taken from the start. */
  constructor(reserved: Iterable<string> = []) {
    this.#taken = new Set(reserved);
  }

  has(name: string): boolean {
    return this.#taken.has(name);
  }

  /** Takes `wanted`, or `wanted:2`, `wanted:3` and so on. */
  take(wanted: string): string {
    let name = wanted;
    let number = this.#next.get(wanted) ?? 2;
    while (this.#taken.has(name)) name = `${wanted}:${number++}`;
    this.#next.set(wanted, number);
    this.#taken.add(name);
    return name;
  }
}
