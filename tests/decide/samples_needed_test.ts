import { assert, assertEquals } from "@std/assert";
import { samplesNeeded } from "../../src/decide/samples_needed.ts";
import { pairedDifference } from "../../src/statistics/mod.ts";

const observed = { difference: 0, lo: -0.02, hi: 0.02, samples: 400, spread: 0.04 };

Deno.test("samplesNeeded() follows the Wald interval with the observed discordance", () => {
  // (z(0.975) + z(0.8))^2 = 7.8489 for a normal test with 80 % power.
  assertEquals(samplesNeeded(observed, 0.01), Math.ceil(7.848879734 * 0.04 / 0.0001));
  assertEquals(samplesNeeded({ ...observed, difference: 0.01, lo: -0.01 }, 0.01), 785);
  assertEquals(samplesNeeded({ ...observed, difference: -0.03, hi: -0.01 }, 0.01), 785);
});

Deno.test("samplesNeeded() never takes fewer than bring the observed interval to the margin", () => {
  // A reach of 0.02 on 400 samples is 0.01 on 1,600.
  assertEquals(samplesNeeded({ ...observed, spread: 0 }, 0.01), 1600);
});

Deno.test("samplesNeeded() says where no number would do", () => {
  assertEquals(samplesNeeded({ ...observed, difference: -0.01 }, 0.01), undefined);
  assertEquals(samplesNeeded({ ...observed, difference: -0.01 + 1e-7 }, 0.01), undefined);
});

Deno.test("samplesNeeded() samples do decide where what was observed stays so", () => {
  for (const [onlyFirst, onlySecond] of [[10, 10], [12, 8], [3, 9], [0, 1], [30, 31]] as const) {
    const at = (times: number) => ({
      both: 380 * times,
      onlyFirst: onlyFirst * times,
      onlySecond: onlySecond * times,
      neither: 20 * times,
    });
    const samples = 400 + onlyFirst + onlySecond;
    const now = pairedDifference(at(1));
    const spread = (onlyFirst + onlySecond) / samples - now.difference ** 2;
    const needed = samplesNeeded({ ...now, samples, spread }, 0.01)!;
    const then = pairedDifference(at(Math.ceil(needed / samples)));
    assert(then.lo > -0.01 || then.hi < -0.01, `${onlyFirst} ${onlySecond}: ${needed}`);
  }
});
