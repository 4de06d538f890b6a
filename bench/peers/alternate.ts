import { permutation, randomStream } from "../../src/data/mod.ts";

/** Something whose runs are timed beside others. */
export interface Contestant<K extends string> {
  readonly name: K;
  /** Carries out that many runs, one after the other. */
  run(times: number): void | Promise<void>;
}

/** How contestants are timed. */
export interface AlternateOptions {
  readonly rounds: number;
  /** Length of a block of runs: the count of each contestant is set to come near it. */
  readonly blockMs: number;
  /** How long each contestant runs before it is timed, at least. */
  readonly warmupMs: number;
  /** Decides the order of every round. */
  readonly seed: number;
  /** Milliseconds since some fixed moment, with fractions. */
  readonly nowMs: () => number;
}

/** Milliseconds of one run, a number a round. */
export type Times<K extends string> = Readonly<Record<K, readonly number[]>>;

/**
 * Times contestants in rounds: in each of them every contestant runs one block, in a random order, so
 * that whatever else the machine does falls on all alike, and a round's times may be divided by each
 * other.
 *
 * @throws {RangeError} When there is no round.
 *
 * @example
 * ```ts
 * import { alternate } from "./alternate.ts";
 * import { assertEquals } from "@std/assert";
 *
 * let clock = 0;
 * const contestant = (name: "a" | "b", ms: number) => ({
 *   name,
 *   run: (times: number) => void (clock += times * ms),
 * });
 * const times = await alternate([contestant("a", 1), contestant("b", 4)], {
 *   rounds: 2,
 *   blockMs: 8,
 *   warmupMs: 10,
 *   seed: 0,
 *   nowMs: () => clock,
 * });
 * assertEquals(times, { a: [1, 1], b: [4, 4] });
 * ```
 */
export async function alternate<K extends string>(
  contestants: readonly Contestant<K>[],
  options: AlternateOptions,
): Promise<Times<K>> {
  const { rounds, blockMs, seed, nowMs } = options;
  if (!Number.isInteger(rounds) || rounds < 1) {
    throw new RangeError(`Cannot time anything: rounds must be an integer from 1, got ${rounds}`);
  }
  const counts: number[] = [];
  for (const contestant of contestants) {
    const runMs = await warmUp(contestant, options);
    counts.push(Math.max(1, Math.round(blockMs / runMs)));
  }
  const times = {} as Record<K, number[]>;
  for (const { name } of contestants) times[name] = [];
  for (let round = 0; round < rounds; round++) {
    const order = permutation(contestants.length, randomStream(seed, ["round", round]));
    for (const index of order) {
      const { name, run } = contestants[index]!;
      const count = counts[index]!;
      const start = nowMs();
      await run(count);
      times[name].push((nowMs() - start) / count);
    }
  }
  return times;
}

/** Runs until the time is up; milliseconds of one run at the end. */
async function warmUp<K extends string>(
  contestant: Contestant<K>,
  { warmupMs, nowMs }: AlternateOptions,
): Promise<number> {
  let left = warmupMs;
  let count = 1;
  for (;;) {
    const start = nowMs();
    await contestant.run(count);
    const blockMs = nowMs() - start;
    left -= blockMs;
    if (left <= 0) return blockMs / count;
    if (blockMs < warmupMs / 8) count *= 2;
  }
}
