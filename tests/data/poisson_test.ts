import { assert, assertEquals, assertThrows } from "@std/assert";
import { poissonQuantile, randomStream } from "../../src/data/mod.ts";

const SEED = 20_240;

Deno.test("poissonQuantile() gives SciPy's values", () => {
  const cases = [
    [0.5, 10, 10],
    [0.001, 0.5, 0],
    [0.999, 0.5, 4],
    [0.3, 500, 488],
    [0.999999, 500, 610],
    [1e-9, 500, 372],
    [0.5, 700, 700],
    [0.9, 65.3, 76],
    [0.7, 0, 0],
    [0, 500, 0],
  ] as const;
  for (const [uniform, mean, expected] of cases) {
    assertEquals(poissonQuantile(uniform, mean), expected, `uniform ${uniform}, mean ${mean}`);
  }
});

Deno.test("poissonQuantile() ends at the largest uniform", () => {
  for (const mean of [1e-300, 0.5, 50, 500, 700]) {
    const count = poissonQuantile(1 - 2 ** -53, mean);
    assert(count < mean + 10 * Math.sqrt(mean) + 20, `mean ${mean}: ${count}`);
  }
});

Deno.test(`poissonQuantile() never falls as mean or uniform grows (seed ${SEED})`, () => {
  const stream = randomStream(SEED, ["poisson", "rising"]);
  for (let i = 0; i < 50; i++) {
    const uniform = stream.uniform();
    const mean = 500 * stream.uniform();
    let previous = 0;
    for (let step = 0; step <= 100; step++) {
      const count = poissonQuantile(uniform, 5 * step);
      assert(count >= previous, `uniform ${uniform}, mean ${5 * step}: ${count} after ${previous}`);
      previous = count;
    }
    previous = 0;
    for (let step = 0; step < 100; step++) {
      const count = poissonQuantile(step / 100, mean);
      assert(count >= previous, `mean ${mean}, uniform ${step / 100}: ${count} after ${previous}`);
      previous = count;
    }
  }
});

Deno.test(`poissonQuantile() of uniforms has its mean as mean and variance (seed ${SEED})`, () => {
  for (const [index, mean] of [0.2, 3.7, 42, 500].entries()) {
    const stream = randomStream(SEED, ["poisson", index]);
    const count = 20_000;
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < count; i++) {
      const distance = poissonQuantile(stream.uniform(), mean) - mean;
      sum += distance / count;
      squares += distance * distance / count;
    }
    // The fourth central moment is mean + 3 mean^2; 5 standard errors.
    const spread = Math.sqrt((mean + 2 * mean * mean) / count);
    assert(Math.abs(sum) < 5 * Math.sqrt(mean / count), `mean ${mean}: off by ${sum}`);
    assert(Math.abs(squares - mean) < 5 * spread, `mean ${mean}: variance ${squares}`);
  }
});

Deno.test("poissonQuantile() refuses means and uniforms out of range", () => {
  for (const mean of [-0.1, 700.1, NaN]) {
    assertThrows(() => poissonQuantile(0.5, mean), RangeError, `got ${mean}`);
  }
  for (const uniform of [-0.1, 1, NaN]) {
    assertThrows(() => poissonQuantile(uniform, 1), RangeError, `got ${uniform}`);
  }
});
