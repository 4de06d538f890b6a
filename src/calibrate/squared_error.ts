import { type AffineParameters, codeMax, codeMin } from "../affine/mod.ts";
import type { Distribution } from "./distribution.ts";

/**
 * The total squared error of quantizing binned values, each to its nearest code, evenly spread over
 * their bin. Edges evenly spaced.
 *
 * With codes at j*s, j from a to b, and boundaries t = (j + 1/2)*s between them, F(x) the count below
 * x and I(x) its integral from the left, summing by parts leaves
 * `sum (x - Q(x))^2 = sum (x - b*s)^2 - 2*s * sum over t of I(t)`,
 * so that a candidate costs 255 look-ups however many values there are.
 */
export function createSquaredError(
  { edges, counts }: Pick<Distribution, "edges" | "counts">,
): (parameters: AffineParameters) => number {
  const bins = counts.length;
  const first = edges[0]!;
  const width = edges[1]! - first;
  const below = new Float64Array(bins + 1);
  const integral = new Float64Array(bins + 1);
  let moment = 0;
  let secondMoment = 0;
  for (let bin = 0; bin < bins; bin++) {
    const count = counts[bin]!;
    const middle = edges[bin]! + width / 2;
    below[bin + 1] = below[bin]! + count;
    integral[bin + 1] = integral[bin]! + width * (below[bin]! + count / 2);
    moment += count * middle;
    secondMoment += count * (middle * middle + width * width / 12);
  }
  const total = below[bins]!;

  return ({ scale, zeroPoint }) => {
    const a = codeMin - zeroPoint;
    const b = codeMax - zeroPoint;
    let integrals = 0;
    for (let j = a; j < b; j++) {
      const position = ((j + 0.5) * scale - first) / width;
      if (position <= 0) continue;
      if (position >= bins) {
        integrals += integral[bins]! + total * width * (position - bins);
        continue;
      }
      const bin = position | 0;
      const part = position - bin;
      integrals += integral[bin]! + width * part * (below[bin]! + counts[bin]! * part / 2);
    }
    const top = b * scale;
    return secondMoment - 2 * top * moment + total * top * top - 2 * scale * integrals;
  };
}
