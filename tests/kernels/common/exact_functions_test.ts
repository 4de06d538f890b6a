import { assert, assertEquals } from "@std/assert";
import {
  roundedExp,
  roundedLogistic,
  roundedTanh,
} from "../../../src/kernels/common/exact_functions.ts";

const { fround } = Math;

/** Every 997th float32 of both signs up to a magnitude. */
function* floats(limit: number): Generator<number> {
  const bits = new Uint32Array(1);
  const real = new Float32Array(bits.buffer);
  for (bits[0] = 1; real[0]! <= limit; bits[0] += 997) {
    yield real[0]!;
    yield -real[0]!;
  }
}

/** Arguments at which a function does not give the float64 function rounded to float32. */
function misses(
  actual: (x: number) => number,
  exact: (x: number) => number,
): readonly number[] {
  const found: number[] = [];
  for (const x of floats(200)) if (actual(x) !== fround(exact(x))) found.push(x);
  return found;
}

Deno.test("roundedExp() is e^x rounded to float32, subnormal and infinite ones too", () => {
  assertEquals(misses(roundedExp, Math.exp), []);
  assertEquals([0, -0, 89, -104, 1e38, -1e38].map(roundedExp), [1, 1, Infinity, 0, Infinity, 0]);
  assert(roundedExp(-103) > 0 && roundedExp(88.5) < Infinity);
});

Deno.test("roundedTanh() is tanh x rounded to float32", () => {
  assertEquals(misses(roundedTanh, Math.tanh), []);
  assertEquals([0, 1e38, -1e38, Infinity].map(roundedTanh), [0, 1, -1, 1]);
});

Deno.test("roundedLogistic() rounds e^-x, the sum and the quotient", () => {
  const steps = (x: number) => fround(1 / fround(1 + fround(Math.exp(-x))));
  assertEquals(misses(roundedLogistic, steps), []);
  assertEquals([0, 1e38, -1e38].map(roundedLogistic), [0.5, 1, 0]);
});
