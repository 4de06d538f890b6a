import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { nextNormal } from "../../../src/data/normal.ts";
import { randomStream } from "../../../src/data/random.ts";
import { applyShift, type Ladder, severities, shifts } from "../../../src/data/shifts/mod.ts";
import { raw } from "./forms.ts";

const SEED = 31;
const id = 5;

function addNoise(
  values: Float32Array,
  options: { readonly severity: number; readonly ladder?: Ladder },
): Float32Array {
  return applyShift(values, {
    shift: "noise",
    severity: options.severity,
    seed: SEED,
    ids: [id],
    form: raw("vector", [values.length]),
    ladders: { noise: options.ladder },
  });
}

Deno.test("noise adds s * 10^(-SNR / 20) times the sample's own normal values", () => {
  // s is 2: of -2 and 2 about any mean.
  for (const mean of [0, -40, 1000]) {
    const values = Float32Array.of(mean + 2, mean - 2, mean - 2, mean + 2);
    const stream = randomStream(SEED, ["shift", "noise", id]);
    const normals = Array.from(values, () => nextNormal(stream));
    for (const severity of severities) {
      const sigma = 2 * 10 ** (-shifts.noise.ladder![severity - 1]! / 20);
      addNoise(values, { severity }).forEach((value, index) => {
        const expected = values[index]! + sigma * normals[index]!;
        assertAlmostEquals(value, expected, 1e-4, `mean ${mean}, severity ${severity}`);
      });
    }
  }
});

Deno.test("noise leaves constant samples as they are, and a single value", () => {
  for (const value of [0, 0.1, -47.3, 1e-30, 3e38]) {
    for (const length of [1, 2, 7, 997]) {
      const values = new Float32Array(length).fill(value);
      const ladder = [0, -20, -100, -1000, 1000] as const;
      for (const severity of severities) {
        assertEquals(addNoise(values, { severity, ladder }), values, `${length} times ${value}`);
      }
    }
  }
});

Deno.test("noise takes ratios beyond use: none is heard at 1000 dB, 0.01 dB is a change", () => {
  const values = Float32Array.from({ length: 13 }, (_, index) => index + 1);
  const ladder = [1000, 300, 0.01, 0, -60] as const;
  const at = severities.map((severity) => addNoise(values, { severity, ladder }));
  assertEquals(at[0], values);
  assertEquals(at[1], values);
  assert(at[2]!.some((value, index) => value !== at[3]![index]));
  at[4]!.forEach((value, index) => {
    const ratio = (value - values[index]!) / (at[3]![index]! - values[index]!);
    assertAlmostEquals(ratio, 1000, 0.1);
  });
});
