/** Damage to files, the same for the same seed: what fuzzing does to models. */

/** A source of integers in [0, below). */
export type Pick = (below: number) => number;

/** A 32-bit xorshift generator; the seed must not be 0. */
export function picker(seed: number): Pick {
  let state = seed | 0;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** Words that lengths, offsets and sizes break on. */
const words = [0, 1, 4, 0xff, 0x7fff, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff] as const;

/** How a file is damaged. */
const mutations: readonly ((bytes: Uint8Array<ArrayBuffer>, pick: Pick) => Uint8Array)[] = [
  /** A byte becomes another. */
  function byte(bytes, pick) {
    bytes[pick(bytes.length)] = pick(256);
    return bytes;
  },
  /** A bit flips. */
  function bit(bytes, pick) {
    const at = pick(bytes.length);
    bytes[at] = bytes[at]! ^ (1 << pick(8));
    return bytes;
  },
  /** A word becomes one that is likely to break something. */
  function word(bytes, pick) {
    if (bytes.length < 4) return bytes;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    view.setUint32(pick(bytes.length - 3), words[pick(words.length)]!, true);
    return bytes;
  },
  /** A word changes a little, as an offset into the wrong place. */
  function nudge(bytes, pick) {
    if (bytes.length < 4) return bytes;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const at = pick(bytes.length - 3);
    view.setUint32(at, view.getUint32(at, true) + pick(65) - 32, true);
    return bytes;
  },
  /** Bytes of one place replace those of another. */
  function copy(bytes, pick) {
    const length = pick(Math.min(bytes.length, 64)) + 1;
    bytes.copyWithin(pick(bytes.length), pick(bytes.length), pick(bytes.length) + length);
    return bytes;
  },
  /** The end is missing. */
  function truncate(bytes, pick) {
    return bytes.subarray(0, pick(bytes.length));
  },
  /** Bytes are missing inside. */
  function cut(bytes, pick) {
    const at = pick(bytes.length);
    const length = pick(16) + 1;
    bytes.copyWithin(at, at + length);
    return bytes.subarray(0, Math.max(bytes.length - length, at));
  },
];

/** A damaged copy of a file: one to four mutations. */
export function damaged(file: Uint8Array, pick: Pick): Uint8Array {
  let bytes: Uint8Array = new Uint8Array(file);
  for (let i = pick(4); i >= 0 && bytes.length > 0; i--) {
    bytes = mutations[pick(mutations.length)]!(new Uint8Array(bytes), pick);
  }
  return bytes;
}
