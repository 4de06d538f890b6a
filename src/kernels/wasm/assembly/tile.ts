import { dotAdd } from "./dot";
import { Plan } from "./plan";
import { storeLanes } from "./store";

/**
 * Accumulators of `m` rows by 8 channels: `out[i][c] = start[c] + sum x_i * w[c]`. Row i begins
 * `rows[i]` bytes after x. Weights come in panels of 8 channels: for each step of four bytes of a
 * row, 32 bytes, four of each channel. m is a constant, 4 to 6: with two vectors of weights and one
 * of x that is as much as 15 registers hold. `valid` of the 8 channels exist.
 */
// @ts-ignore: decorator
@inline
export function tile<T>(
  m: i32,
  plan: Plan,
  rows: usize,
  x: usize,
  w: usize,
  start: usize,
  out: usize,
  pitch: usize,
  valid: i32,
): void {
  let a0 = v128.load(start), b0 = v128.load(start, 16);
  let a1 = a0, a2 = a0, a3 = a0, a4 = a0, a5 = a0;
  let b1 = b0, b2 = b0, b3 = b0, b4 = b0, b5 = b0;
  let x0 = x + load<u32>(rows);
  let x1 = x + load<u32>(rows, 4);
  let x2 = x + load<u32>(rows, 8);
  let x3 = x + load<u32>(rows, 12);
  let x4 = m > 4 ? x + load<u32>(rows, 16) : 0;
  let x5 = m > 5 ? x + load<u32>(rows, 20) : 0;
  const steps = plan.steps;
  let runs = plan.runs;
  let runOffset = plan.runOffsets;
  let w0: v128, w1: v128, v: v128;
  do {
    const offset = load<u32>(runOffset);
    runOffset += 4;
    x0 += offset;
    x1 += offset;
    x2 += offset;
    x3 += offset;
    if (m > 4) x4 += offset;
    if (m > 5) x5 += offset;
    let step = steps;
    while (step >= 1) {
      w0 = v128.load(w), w1 = v128.load(w, 16);
      v = v128.load32_splat(x0), a0 = dotAdd<T>(w0, v, a0), b0 = dotAdd<T>(w1, v, b0);
      v = v128.load32_splat(x1), a1 = dotAdd<T>(w0, v, a1), b1 = dotAdd<T>(w1, v, b1);
      v = v128.load32_splat(x2), a2 = dotAdd<T>(w0, v, a2), b2 = dotAdd<T>(w1, v, b2);
      v = v128.load32_splat(x3), a3 = dotAdd<T>(w0, v, a3), b3 = dotAdd<T>(w1, v, b3);
      if (m > 4) v = v128.load32_splat(x4), a4 = dotAdd<T>(w0, v, a4), b4 = dotAdd<T>(w1, v, b4);
      if (m > 5) v = v128.load32_splat(x5), a5 = dotAdd<T>(w0, v, a5), b5 = dotAdd<T>(w1, v, b5);
      w += 32;
      x0 += 4;
      x1 += 4;
      x2 += 4;
      x3 += 4;
      if (m > 4) x4 += 4;
      if (m > 5) x5 += 4;
      step -= 1;
    }
  } while (--runs);
  storeRow(out, a0, b0, valid);
  storeRow(out += pitch, a1, b1, valid);
  storeRow(out += pitch, a2, b2, valid);
  storeRow(out += pitch, a3, b3, valid);
  if (m > 4) storeRow(out += pitch, a4, b4, valid);
  if (m > 5) storeRow(out += pitch, a5, b5, valid);
}

/** As `tile`, of one row: four sums a lane that are added at the end hide the latency of the dot. */
// @ts-ignore: decorator
@inline
export function tileOfOne<T>(
  plan: Plan,
  rows: usize,
  x: usize,
  w: usize,
  start: usize,
  out: usize,
  valid: i32,
): void {
  let a0 = v128.load(start), b0 = v128.load(start, 16);
  const zero = i32x4.splat(0);
  let a1 = zero, a2 = zero, a3 = zero;
  let b1 = zero, b2 = zero, b3 = zero;
  let p = x + load<u32>(rows);
  const steps = plan.steps;
  let runs = plan.runs;
  let runOffset = plan.runOffsets;
  let v: v128;
  do {
    p += load<u32>(runOffset);
    runOffset += 4;
    let step = steps;
    while (step >= 4) {
      const four = v128.load(p);
      v = v128.shuffle<i32>(four, four, 0, 0, 0, 0);
      a0 = dotAdd<T>(v128.load(w), v, a0), b0 = dotAdd<T>(v128.load(w, 16), v, b0);
      v = v128.shuffle<i32>(four, four, 1, 1, 1, 1);
      a1 = dotAdd<T>(v128.load(w, 32), v, a1), b1 = dotAdd<T>(v128.load(w, 48), v, b1);
      v = v128.shuffle<i32>(four, four, 2, 2, 2, 2);
      a2 = dotAdd<T>(v128.load(w, 64), v, a2), b2 = dotAdd<T>(v128.load(w, 80), v, b2);
      v = v128.shuffle<i32>(four, four, 3, 3, 3, 3);
      a3 = dotAdd<T>(v128.load(w, 96), v, a3), b3 = dotAdd<T>(v128.load(w, 112), v, b3);
      w += 128;
      p += 16;
      step -= 4;
    }
    while (step > 0) {
      v = v128.load32_splat(p);
      a0 = dotAdd<T>(v128.load(w), v, a0), b0 = dotAdd<T>(v128.load(w, 16), v, b0);
      w += 32;
      p += 4;
      step--;
    }
  } while (--runs);
  storeRow(
    out,
    i32x4.add(i32x4.add(a0, a1), i32x4.add(a2, a3)),
    i32x4.add(i32x4.add(b0, b1), i32x4.add(b2, b3)),
    valid,
  );
}

/** Stores the first `valid` of 8 accumulators. */
// @ts-ignore: decorator
@inline
function storeRow(out: usize, a: v128, b: v128, valid: i32): void {
  if (valid == 8) {
    v128.store(out, a);
    v128.store(out, b, 16);
  } else if (valid >= 4) {
    v128.store(out, a);
    storeLanes(out + 16, b, valid - 4);
  } else storeLanes(out, a, valid);
}
