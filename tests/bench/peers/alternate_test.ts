import { assertEquals, assertRejects } from "@std/assert";
import { alternate } from "../../../bench/peers/alternate.ts";

/** A clock that runs advance, and contestants of fixed time a run that note when they ran. */
function fakeRace(runMs: Readonly<Record<string, number>>) {
  let clock = 0;
  const runs: { readonly name: string; readonly times: number }[] = [];
  return {
    runs,
    nowMs: () => clock,
    contestants: Object.entries(runMs).map(([name, ms]) => ({
      name,
      run: (times: number) => {
        clock += times * ms;
        runs.push({ name, times });
      },
    })),
  };
}

const options = { rounds: 20, blockMs: 12, warmupMs: 50, seed: 7 };

Deno.test("alternate() gives milliseconds of one run, a number a round", async () => {
  const { contestants, nowMs } = fakeRace({ fast: 0.5, slow: 40 });
  const times = await alternate(contestants, { ...options, nowMs });
  assertEquals(times, { fast: Array(20).fill(0.5), slow: Array(20).fill(40) });
});

Deno.test("alternate() warms up, then runs every contestant once a round in changing order", async () => {
  const { contestants, nowMs, runs } = fakeRace({ a: 1, b: 3, c: 30 });
  await alternate(contestants, { ...options, nowMs });
  const timed = runs.slice(-60);
  const counts = { a: 12, b: 4, c: 1 };
  const orders = new Set<string>();
  for (let round = 0; round < 20; round++) {
    const block = timed.slice(3 * round, 3 * round + 3);
    assertEquals(Object.fromEntries(block.map(({ name, times }) => [name, times])), counts);
    orders.add(block.map(({ name }) => name).join(""));
  }
  assertEquals(orders.size > 3, true, `seed ${options.seed}: orders ${[...orders]}`);
  for (const [name, ms] of Object.entries({ a: 1, b: 3, c: 30 })) {
    const warmUp = runs.slice(0, -60).filter((run) => run.name === name);
    const totalMs = warmUp.reduce((sum, { times }) => sum + times * ms, 0);
    assertEquals(totalMs >= options.warmupMs, true, `${name}: ${totalMs} ms`);
  }
});

Deno.test("alternate() rejects rounds below 1", async () => {
  const { contestants, nowMs } = fakeRace({ a: 1 });
  await assertRejects(
    () => alternate(contestants, { ...options, rounds: 0, nowMs }),
    RangeError,
    "rounds must be an integer from 1, got 0",
  );
});
