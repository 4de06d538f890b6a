import { assert, assertEquals } from "@std/assert";
import { expFloat32 } from "../../../src/kernels/common/exp_float32.ts";
import { sigmoidFloat32 } from "../../../src/kernels/common/sigmoid_float32.ts";
import { tanhFloat32 } from "../../../src/kernels/common/tanh_float32.ts";

/** Every 997th float32 of both signs up to a magnitude. */
function* floats(limit: number): Generator<number> {
  const bits = new Uint32Array(1);
  const real = new Float32Array(bits.buffer);
  for (bits[0] = 1; real[0]! <= limit; bits[0] += 997) {
    yield real[0]!;
    yield -real[0]!;
  }
}

/** Distance from the exact value in units in the last place of a normal float32. */
function ulps(actual: number, exact: number): number {
  return Math.abs(actual - exact) / 2 ** (Math.floor(Math.log2(exact)) - 23);
}

Deno.test("expFloat32() is within 1 ulp of e^x where that is a normal float32", () => {
  let worst = { x: 0, ulps: 0 };
  for (const x of floats(88.72283)) {
    if (x < -87.33654) continue;
    const error = ulps(expFloat32(x), Math.exp(x));
    if (error > worst.ulps) worst = { x, ulps: error };
  }
  assert(worst.ulps <= 1, `${worst.ulps} ulp at ${worst.x}`);
  assert(worst.ulps > 0.5, "the sweep found no rounding at all");
});

Deno.test("expFloat32() gives 0 below the normal float32, Infinity above, NaN for NaN", () => {
  const cases = [
    [0, 1],
    [-0, 1],
    [-87.33654022216797, Math.fround(Math.exp(-87.33654022216797))],
    [-87.33655, 0],
    [-1e30, 0],
    [-Infinity, 0],
    [88.72283172607422, Math.fround(Math.exp(88.72283172607422))],
    [88.72284, Infinity],
    [Infinity, Infinity],
    [NaN, NaN],
  ] as const;
  for (const [x, expected] of cases) {
    const actual = expFloat32(Math.fround(x));
    const near = Math.abs(actual - expected) <= Math.abs(expected) * 2 ** -23;
    assert(Object.is(actual, expected) || near, `exp(${x}) is ${actual}, expected ${expected}`);
  }
});

Deno.test("sigmoidFloat32() is within 1e-7 of 1 / (1 + e^-x)", () => {
  for (const x of floats(100)) {
    const error = Math.abs(sigmoidFloat32(x) - 1 / (1 + Math.exp(-x)));
    assert(error <= 1e-7, `${error} at ${x}`);
  }
  assertEquals([-Infinity, 0, Infinity, NaN].map(sigmoidFloat32), [0, 0.5, 1, NaN]);
});

Deno.test("tanhFloat32() is within 2e-7 of tanh x, odd and monotonic at its seam", () => {
  for (const x of floats(100)) {
    const error = Math.abs(tanhFloat32(x) - Math.tanh(x));
    assert(error <= 2e-7, `${error} at ${x}`);
    assertEquals(tanhFloat32(-x), -tanhFloat32(x));
  }
  assert(tanhFloat32(Math.fround(0.62499994)) <= tanhFloat32(0.625));
  assertEquals([-Infinity, 0, Infinity, NaN].map(tanhFloat32), [-1, 0, 1, NaN]);
});
