import { assert, assertEquals, assertThrows } from "@std/assert";
import { nextNormal, normalQuantile, randomStream } from "../../src/data/mod.ts";

const SEED = 20_240;

Deno.test("normalQuantile() gives SciPy's values in centre, tail and far tail", () => {
  const cases = [
    [1e-16, -8.222082216130435],
    [1e-10, -6.361340902404056],
    [1e-5, -4.264890793922825],
    [0.001, -3.090232306167813],
    [0.02425, -1.972961051311885],
    [0.0749999, -1.439532177375901],
    [0.075, -1.4395314709384563],
    [0.3, -0.5244005127080409],
    [0.9, 1.2815515655446004],
    [0.99999, 4.264890793923841],
  ] as const;
  for (const [p, expected] of cases) {
    const z = normalQuantile(p);
    assert(Math.abs(z / expected - 1) < 1e-15, `normalQuantile(${p}) = ${z}, expected ${expected}`);
  }
  assertEquals(normalQuantile(0.5), 0);
});

Deno.test("normalQuantile() is odd about one half and rises", () => {
  let previous = -Infinity;
  for (let i = 1; i < 4096; i++) {
    const p = i / 4096; // exact, and so is 1 - p
    const z = normalQuantile(p);
    assertEquals(z, 0 - normalQuantile(1 - p));
    assert(z > previous, `p ${p}`);
    previous = z;
  }
});

Deno.test("normalQuantile() refuses what is no probability inside (0, 1)", () => {
  for (const p of [0, 1, -0.1, 1.1, NaN]) {
    assertThrows(() => normalQuantile(p), RangeError, `got ${p}`);
  }
});

Deno.test("nextNormal() takes a uniform of 0 and the largest one", () => {
  const fixed = (value: number) => ({ uniform: () => value, below: () => 0 });
  const low = nextNormal(fixed(0));
  const high = nextNormal(fixed(1 - 2 ** -53));
  assert(low > -8.3 && low < -8.2, `${low}`);
  assert(high > 8.2 && high < 8.3, `${high}`);
});

Deno.test(`nextNormal() has the moments of the normal distribution (seed ${SEED})`, () => {
  const stream = randomStream(SEED, ["normal"]);
  const count = 200_000;
  const powers = [0, 0, 0, 0];
  for (let i = 0; i < count; i++) {
    const z = nextNormal(stream);
    for (let power = 0; power < 4; power++) powers[power]! += z ** (power + 1) / count;
  }
  // Moments 0, 1, 0, 3 with variances 1, 2, 15, 96 over count; 5 standard errors.
  const expected = [[0, 1], [1, 2], [0, 15], [3, 96]] as const;
  expected.forEach(([moment, variance], power) => {
    const error = Math.abs(powers[power]! - moment);
    assert(error < 5 * Math.sqrt(variance / count), `moment ${power + 1}: ${powers[power]}`);
  });
});
