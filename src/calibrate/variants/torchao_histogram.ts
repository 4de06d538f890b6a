import type { Range } from "../distribution.ts";
import { type Binned, totalOf } from "./binned.ts";

/** The share of the values that a step of the search leaves out at one end. */
const shareStep = 1e-5;

/** Levels of the quantizer that the search assumes, whatever the codes in use. */
const levels = 256;

/** The first and the last bin of a candidate. */
interface Window {
  readonly first: number;
  readonly last: number;
}

/**
 * The range of torchao's HistogramObserver, on `torchaoBins` of 2,048.
 *
 * One end moves in by a quantile of 1e-5 at a time, the one that skips more bins (the upper one of
 * equals). The squared error of 256 levels over the window, their centres as values, is integrated
 * over each bin, values beyond the ends at the outermost levels. The search stops at the first
 * increase: what it finds is a local minimum.
 */
export function torchaoHistogram(binned: Binned): Range {
  const { counts, min, max } = binned;
  const bins = counts.length;
  const width = (max - min) / bins;
  const total = totalOf(counts);
  let sum = 0;
  const upTo = counts.map((count) => sum += count);
  const errorOf = squaredError(counts, width);

  let kept: Window = { first: 0, last: bins - 1 };
  let least = Infinity;
  let alpha = 0;
  let beta = 1;
  while (alpha < beta) {
    let { first, last } = kept;
    while (first < kept.last && upTo[first]! < (alpha + shareStep) * total) first++;
    while (last > kept.first && upTo[last]! > (beta - shareStep) * total) last--;
    const movesFirst = first - kept.first > kept.last - last;
    if (movesFirst) alpha += shareStep;
    else beta -= shareStep;
    const next = movesFirst ? { ...kept, first } : { ...kept, last };
    if (next.first === kept.first && next.last === kept.last) continue;
    const error = errorOf(next);
    if (error > least) break;
    least = error;
    kept = next;
  }
  return { lo: min + width * kept.first, hi: min + width * (kept.last + 1) };
}

/** The squared error of a window, its levels as wide as the window asks for. */
function squaredError(counts: Float64Array, width: number): (window: Window) => number {
  const integral = (from: number, to: number) => (to ** 3 - from ** 3) / 3;
  return ({ first, last }) => {
    const step = width * (last - first + 1) / levels;
    if (step === 0) return 0;
    const whole = integral(-step / 2, step / 2);
    const levelOf = (x: number) => Math.min(Math.max(Math.floor(x / step), 0), levels - 1);
    let error = 0;
    for (let bin = 0; bin < counts.length; bin++) {
      const from = (bin - first) * width;
      const to = from + width;
      const low = levelOf(from);
      const high = levelOf(to);
      error += counts[bin]! / width * (
        integral(from - (low + 0.5) * step, step / 2) + (high - low - 1) * whole +
        integral(-step / 2, to - (high + 0.5) * step)
      );
    }
    return error;
  };
}
