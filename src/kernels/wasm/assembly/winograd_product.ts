import { Plan } from "./plan";

/** Products of up to four tiles by eight channels at 36 frequencies: [36, 4, 8] int32. */
export const products = memory.data(36 * 128, 64);

// @ts-ignore: decorator
@inline
function dotAdd16(w: v128, x: v128, accumulator: v128): v128 {
  return i32x4.add(accumulator, i32x4.dot_i16x8_s(w, x));
}

/**
 * Products of `m` tiles, a constant of 1 to 4, with a panel of eight channels, at all frequencies.
 * Eight input channels a turn, in four steps of two. Three tiles are read eight channels at a time
 * and spread by shuffles, the fourth is spread by loads, each of which checks its bounds: measured
 * faster than spreading all four by loads.
 */
// @ts-ignore: decorator
@inline
function multiply(m: i32, plan: Plan, tiles: usize, weights: usize): void {
  const turns = plan.inputChannels >> 3;
  const gap = <usize>plan.frequencyBytes - <usize>(turns << 6);
  const end = products + 36 * 128;
  const zero = i32x4.splat(0);
  let x = tiles, w = weights;
  for (let to: usize = products; to < end; to += 128) {
    let a0 = zero, a1 = zero, a2 = zero, a3 = zero;
    let b0 = zero, b1 = zero, b2 = zero, b3 = zero;
    let w0: v128, w1: v128, v: v128;
    let turn = turns;
    do {
      const x0 = v128.load(x);
      const x1 = m > 1 ? v128.load(x, 16) : x0;
      const x2 = m > 2 ? v128.load(x, 32) : x0;
      w0 = v128.load(w, 0), w1 = v128.load(w, 16);
      v = v128.shuffle<i32>(x0, x0, 0, 0, 0, 0);
      a0 = dotAdd16(w0, v, a0), b0 = dotAdd16(w1, v, b0);
      if (m > 1) {
        v = v128.shuffle<i32>(x1, x1, 0, 0, 0, 0);
        a1 = dotAdd16(w0, v, a1), b1 = dotAdd16(w1, v, b1);
      }
      if (m > 2) {
        v = v128.shuffle<i32>(x2, x2, 0, 0, 0, 0);
        a2 = dotAdd16(w0, v, a2), b2 = dotAdd16(w1, v, b2);
      }
      if (m > 3) {
        v = v128.load32_splat(x, 48);
        a3 = dotAdd16(w0, v, a3), b3 = dotAdd16(w1, v, b3);
      }
      w0 = v128.load(w, 32), w1 = v128.load(w, 48);
      v = v128.shuffle<i32>(x0, x0, 1, 1, 1, 1);
      a0 = dotAdd16(w0, v, a0), b0 = dotAdd16(w1, v, b0);
      if (m > 1) {
        v = v128.shuffle<i32>(x1, x1, 1, 1, 1, 1);
        a1 = dotAdd16(w0, v, a1), b1 = dotAdd16(w1, v, b1);
      }
      if (m > 2) {
        v = v128.shuffle<i32>(x2, x2, 1, 1, 1, 1);
        a2 = dotAdd16(w0, v, a2), b2 = dotAdd16(w1, v, b2);
      }
      if (m > 3) {
        v = v128.load32_splat(x, 52);
        a3 = dotAdd16(w0, v, a3), b3 = dotAdd16(w1, v, b3);
      }
      w0 = v128.load(w, 64), w1 = v128.load(w, 80);
      v = v128.shuffle<i32>(x0, x0, 2, 2, 2, 2);
      a0 = dotAdd16(w0, v, a0), b0 = dotAdd16(w1, v, b0);
      if (m > 1) {
        v = v128.shuffle<i32>(x1, x1, 2, 2, 2, 2);
        a1 = dotAdd16(w0, v, a1), b1 = dotAdd16(w1, v, b1);
      }
      if (m > 2) {
        v = v128.shuffle<i32>(x2, x2, 2, 2, 2, 2);
        a2 = dotAdd16(w0, v, a2), b2 = dotAdd16(w1, v, b2);
      }
      if (m > 3) {
        v = v128.load32_splat(x, 56);
        a3 = dotAdd16(w0, v, a3), b3 = dotAdd16(w1, v, b3);
      }
      w0 = v128.load(w, 96), w1 = v128.load(w, 112);
      v = v128.shuffle<i32>(x0, x0, 3, 3, 3, 3);
      a0 = dotAdd16(w0, v, a0), b0 = dotAdd16(w1, v, b0);
      if (m > 1) {
        v = v128.shuffle<i32>(x1, x1, 3, 3, 3, 3);
        a1 = dotAdd16(w0, v, a1), b1 = dotAdd16(w1, v, b1);
      }
      if (m > 2) {
        v = v128.shuffle<i32>(x2, x2, 3, 3, 3, 3);
        a2 = dotAdd16(w0, v, a2), b2 = dotAdd16(w1, v, b2);
      }
      if (m > 3) {
        v = v128.load32_splat(x, 60);
        a3 = dotAdd16(w0, v, a3), b3 = dotAdd16(w1, v, b3);
      }
      w += 128;
      x += 64;
    } while (--turn);
    v128.store(to, a0), v128.store(to, b0, 16);
    if (m > 1) v128.store(to, a1, 32), v128.store(to, b1, 48);
    if (m > 2) v128.store(to, a2, 64), v128.store(to, b2, 80);
    if (m > 3) v128.store(to, a3, 96), v128.store(to, b3, 112);
    x += gap;
  }
}

/**
 * Products of the first `count` of four tiles, int16 [36, C / 8, 4, 8], with a panel of weights, int16
 * [36, C / 2, 8, 2].
 */
export function multiplyTiles(plan: Plan, count: i32, tiles: usize, weights: usize): void {
  if (count == 4) multiply(4, plan, tiles, weights);
  else if (count == 3) multiply(3, plan, tiles, weights);
  else if (count == 2) multiply(2, plan, tiles, weights);
  else multiply(1, plan, tiles, weights);
}
