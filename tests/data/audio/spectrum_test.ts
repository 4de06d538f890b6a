import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { hannWindow, powerSpectrum } from "../../../src/data/audio/spectrum.ts";
import { cosPi, sinPi } from "../../../src/data/exact_math.ts";
import { randomStream } from "../../../src/data/random.ts";

/** The definition, term by term. */
function slowPower(frame: Float64Array): Float64Array {
  const size = frame.length;
  return Float64Array.from({ length: size / 2 + 1 }, (_, bin) => {
    let [real, imaginary] = [0, 0];
    frame.forEach((value, n) => {
      real += value * cosPi(2 * ((bin * n) % size) / size);
      imaginary -= value * sinPi(2 * ((bin * n) % size) / size);
    });
    return real * real + imaginary * imaginary;
  });
}

const SEED = 20_240;

Deno.test(`powerSpectrum() is the sum of its definition (seed ${SEED})`, () => {
  for (const size of [2, 4, 8, 16, 32, 64, 512, 1024]) {
    const stream = randomStream(SEED, ["frame", size]);
    const frame = Float64Array.from({ length: size }, () => stream.uniform() - 0.5);
    const before = frame.slice();
    const actual = powerSpectrum(size)(frame);
    assertEquals(frame, before);
    assertEquals(actual.length, size / 2 + 1);
    slowPower(frame).forEach((expected, bin) => {
      const error = Math.abs(actual[bin]! - expected);
      assert(error < 1e-11 * size, `size ${size}, bin ${bin}: off by ${error}`);
    });
  }
});

Deno.test("powerSpectrum() does not remember the frame before", () => {
  const power = powerSpectrum(8);
  power(Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8));
  assertEquals([...power(Float64Array.of(1, 0, 0, 0, 0, 0, 0, 0))], [1, 1, 1, 1, 1]);
});

Deno.test("powerSpectrum() refuses sizes that are no power of two", () => {
  for (const size of [0, 1, 3, 480]) assertThrows(() => powerSpectrum(size), Error, "power of two");
});

Deno.test("hannWindow() rises from 0 to 1 in the middle of its period", () => {
  const window = hannWindow(480, 480);
  assertEquals([window[0], window[120], window[240]], [0, 0.5, 1]);
  for (let n = 1; n < 240; n++) assertAlmostEquals(window[n]!, window[480 - n]!, 1e-15);
  const symmetric = hannWindow(5, 4);
  assertEquals([...symmetric], [0, 0.5, 1, 0.5, 0]);
});
