import { assert, assertEquals } from "@std/assert";
import { floorLog2, log2, powerOfTwo } from "../../src/calibrate/log2.ts";
import { uniforms } from "./inputs.ts";

Deno.test("floorLog2() and powerOfTwo() are exact at and beside powers of two", () => {
  for (let exponent = -1000; exponent <= 1000; exponent += 37) {
    const power = powerOfTwo(exponent);
    assertEquals(power, exponent < 0 ? 1 / doubled(-exponent) : doubled(exponent));
    assertEquals(floorLog2(power), exponent);
    assertEquals(floorLog2(power * (1 - 2 ** -53)), exponent - 1);
    assertEquals(floorLog2(power * (1 + 2 ** -52)), exponent);
  }
});

Deno.test("log2() is exact at powers of two and within two units in the last place elsewhere", () => {
  for (const exponent of [-1000, -3, -1, 0, 1, 52, 1000]) {
    assertEquals(log2(2 ** exponent), exponent);
  }
  const seed = 20250817;
  const uniform = uniforms(seed);
  for (let i = 0; i < 20_000; i++) {
    const x = (uniform() + 2 ** -33) * 2 ** Math.floor(uniform() * 120 - 60);
    const expected = Math.log2(x);
    const tolerance = 2 ** -51 * Math.max(Math.abs(expected), 2 ** -4);
    assert(
      Math.abs(log2(x) - expected) <= tolerance,
      `log2(${x}) is ${log2(x)}, Math.log2 says ${expected}, seed ${seed}`,
    );
  }
});

/** 2^n by doubling. */
function doubled(n: number): number {
  let power = 1;
  for (let i = 0; i < n; i++) power *= 2;
  return power;
}
