import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";

/** What a stream is for: words and integers, such as `["shift", "gaussian-noise", 17]`. */
export type StreamKey = readonly (string | number)[];

/** A pinned sequence of random numbers: the same on every machine. Each call takes the next one. */
export interface RandomStream {
  /** A multiple of 2^-53, uniform in [0, 1). */
  uniform(): number;
  /** An integer, uniform in [0, count) without bias; count is 1 to 2^32. */
  below(count: number): number;
}

const MAX_COUNT = 4_294_967_296;

/** MurmurHash3 x86_32 (Appleby 2011) of the bytes, an unsigned integer. */
export function murmur3(bytes: Uint8Array, seed: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tail = bytes.length & ~3;
  let hash = seed | 0;
  for (let at = 0; at < tail; at += 4) {
    hash ^= scramble(view.getUint32(at, true));
    hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0;
  }
  let rest = 0;
  for (let at = bytes.length - 1; at >= tail; at--) rest = (rest << 8) | bytes[at]!;
  hash ^= scramble(rest) ^ bytes.length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function scramble(word: number): number {
  const mixed = Math.imul(word, 0xcc9e2d51);
  return Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593);
}

/**
 * The random stream of a seed and a key. Streams of different seeds or keys are unrelated.
 *
 * The generator is xoroshiro128+ (Blackman and Vigna 2018, as in pure-rand 8). Its 128 bits of state
 * are MurmurHash3 x86_32 of the UTF-8 text `JSON.stringify([seed, ...key])`, hashed with the seeds
 * 0, 1, 2 and 3: 128 bits, so that millions of samples do not share a stream by chance.
 *
 * @throws {RangeError} When the seed or a number of the key is not a safe integer.
 *
 * @example
 * ```ts
 * import { randomStream } from "./random.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const key = ["shift", "gaussian-noise", 17];
 * assertEquals(randomStream(1, key).uniform(), randomStream(1, key).uniform());
 * ```
 */
export function randomStream(seed: number, key: StreamKey): RandomStream {
  const parts = [seed, ...key];
  const wrong = parts.find((part) => typeof part === "number" && !Number.isSafeInteger(part));
  if (wrong !== undefined) {
    throw new RangeError(
      `Cannot open a random stream: the seed and the numbers of its key must be integers, ` +
        `got ${wrong}`,
    );
  }
  const text = new TextEncoder().encode(JSON.stringify(parts));
  const state = [0, 1, 2, 3].map((lane) => murmur3(text, lane) | 0);
  // The one state that the generator cannot leave is all zeros.
  const generator = xoroshiro128plusFromState([state[0]! || 1, ...state.slice(1)]);
  return {
    uniform: () => uniformFloat64(generator),
    below: (count) => {
      if (!Number.isInteger(count) || count < 1 || count > MAX_COUNT) {
        throw new RangeError(
          `Cannot draw an integer below ${count}: the limit must be an integer from 1 to 2^32`,
        );
      }
      return uniformInt(generator, 0, count - 1);
    },
  };
}

/**
 * A random order of 0 to count - 1, every order equally likely: the shuffle of Fisher and Yates
 * (Durstenfeld 1964), from the last position down.
 *
 * @throws {RangeError} When count is not a non-negative integer.
 */
export function permutation(count: number, stream: RandomStream): readonly number[] {
  if (!Number.isSafeInteger(count) || count < 0) {
    throw new RangeError(`Cannot permute ${count} items: the count must be an integer from 0`);
  }
  const order = Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last--) {
    const other = stream.below(last + 1);
    const held = order[last]!;
    order[last] = order[other]!;
    order[other] = held;
  }
  return order;
}
