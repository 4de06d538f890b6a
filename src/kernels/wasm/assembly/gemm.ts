import { Plan } from "./plan";
import { tile, tileOfOne } from "./tile";

/**
 * Accumulators of `count` rows of x in `channels` channels, int32, `pitch` bytes from row to row of
 * `out`. Panel by panel, so that a panel's weights stay in the nearest cache.
 */
// @ts-ignore: decorator
@inline
function product<T>(
  plan: Plan,
  rows: usize,
  count: i32,
  x: usize,
  weights: usize,
  start: usize,
  out: usize,
  channels: i32,
  pitch: usize,
): void {
  const panelBytes = <usize> (plan.runs * plan.steps) << 5;
  for (let c = 0; c < channels; c += 8) {
    const valid = min(channels - c, 8);
    let row = rows;
    let to = out;
    let left = count;
    for (; left >= 6; left -= 6, row += 24, to += 6 * pitch) {
      tile<T>(6, plan, row, x, weights, start, to, pitch, valid);
    }
    for (; left >= 4; left -= 4, row += 16, to += 4 * pitch) {
      tile<T>(4, plan, row, x, weights, start, to, pitch, valid);
    }
    for (; left > 0; left--, row += 4, to += pitch) {
      tileOfOne<T>(plan, row, x, weights, start, to, valid);
    }
    weights += panelBytes;
    start += 32;
    out += 32;
  }
}

function productInt8(
  plan: Plan,
  rows: usize,
  count: i32,
  x: usize,
  weights: usize,
  start: usize,
  out: usize,
  channels: i32,
  pitch: usize,
): void {
  product<i8>(plan, rows, count, x, weights, start, out, channels, pitch);
}

function productInt16(
  plan: Plan,
  rows: usize,
  count: i32,
  x: usize,
  weights: usize,
  start: usize,
  out: usize,
  channels: i32,
  pitch: usize,
): void {
  product<i16>(plan, rows, count, x, weights, start, out, channels, pitch);
}

/** Accumulators [count, rowChannels] of `count` rows of packed x, all groups, beginning with `start`. */
export function gemm(
  plan: Plan,
  rows: usize,
  count: i32,
  x: usize,
  start: usize,
  out: usize,
): void {
  const channels = plan.rowChannels / plan.groups;
  const pitch = <usize> plan.rowChannels << 2;
  let weights = plan.weights;
  for (let group = 0; group < plan.groups; group++) {
    if (ASC_FEATURE_RELAXED_SIMD && plan.operandBytes == 1) {
      productInt8(plan, rows, count, x, weights, start, out, channels, pitch);
    } else {
      productInt16(plan, rows, count, x, weights, start, out, channels, pitch);
    }
    x += plan.xGroupBytes;
    weights += plan.weightGroupBytes;
    start += channels << 2;
    out += channels << 2;
  }
}
