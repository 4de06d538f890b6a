import { assert } from "@std/assert";
import { parametersFromRange, quantizeValue } from "../../src/affine/mod.ts";
import { createSquaredError } from "../../src/calibrate/squared_error.ts";
import { uniforms } from "./inputs.ts";

/** The same integral by the midpoint rule: `points` values evenly spread over each bin. */
function sampledError(
  { edges, counts, lo, hi }: {
    readonly edges: Float64Array;
    readonly counts: Float64Array;
    readonly lo: number;
    readonly hi: number;
  },
): number {
  const points = 400;
  const parameters = parametersFromRange(lo, hi);
  let sum = 0;
  counts.forEach((count, bin) => {
    const width = edges[bin + 1]! - edges[bin]!;
    for (let i = 0; i < points && count > 0; i++) {
      const x = edges[bin]! + width * (i + 0.5) / points;
      const real = parameters.scale * (quantizeValue(x, parameters) - parameters.zeroPoint);
      sum += count / points * (x - real) ** 2;
    }
  });
  return sum;
}

Deno.test("createSquaredError() is the integral of the deployed quantizer's error", () => {
  const seed = 7301;
  const uniform = uniforms(seed);
  for (const [below, above] of [[0, 97], [61, 0], [40, 83], [1, 1]] as const) {
    const width = 2 ** -4;
    const edges = Float64Array.from({ length: below + above + 1 }, (_, i) => (i - below) * width);
    const counts = Float64Array.from(
      { length: below + above },
      () => Math.max(Math.floor(uniform() * 20) - 10, 0),
    );
    counts[0] = 3;
    const error = createSquaredError({ edges, counts });
    for (let trial = 0; trial < 6; trial++) {
      const lo = -below * width * uniform();
      const hi = above * width * (below === 0 ? 0.2 + uniform() : uniform());
      const expected = sampledError({ edges, counts, lo, hi });
      const actual = error(parametersFromRange(lo, hi));
      assert(
        Math.abs(actual - expected) <= 2e-3 * expected,
        `[${lo}, ${hi}] on ${below} + ${above} bins: ${actual}, expected ${expected}, seed ${seed}`,
      );
    }
  }
});
