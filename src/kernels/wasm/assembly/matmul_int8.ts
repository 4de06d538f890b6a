/** Int8 product of two activations: see `reference/matmul_int8.ts`. */
import { Int8Buffer, scaleAt, zeroPointAt } from "./int8_buffer";
import { accumulatorUnit } from "./multiplier";
import { prepareSample, requantizeTo, UnitOutput } from "./unit_finish";

/** What a bound product keeps in memory. */
@unmanaged
export class MatmulInt8Plan {
  a: Int8Buffer;
  b: Int8Buffer;
  /** Accumulators of a whole sample. */
  y: UnitOutput;
  aSample: usize;
  bSample: usize;
  /** Which matrix of a and of b each matrix of y reads. */
  aIndex: usize;
  bIndex: usize;
  matrices: i32;
  m: i32;
  k: i32;
  n: i32;
  /** Room for a and b in int16, rows and columns filled up, and for a tile of accumulators. */
  rows: usize;
  columns: usize;
  tile: usize;
}

/** a [m, k] less its zero point, in int16: [rows in fours, inner in twos], filled up with 0. */
function packRows(plan: MatmulInt8Plan, a: usize, zeroPoint: i32): void {
  const k = plan.k;
  const pairs = (k + 1) >> 1;
  const rows = (plan.m + 3) & ~3;
  let to = plan.rows;
  memory.fill(to, 0, <usize>(rows * pairs) << 2);
  for (let row = 0; row < plan.m; row++) {
    for (let i = 0; i < k; i++) {
      store<i16>(to + (<usize>i << 1), <i16>(<i32>load<i8>(a + <usize>i) - zeroPoint));
    }
    a += <usize>k;
    to += <usize>pairs << 2;
  }
}

/** b [k, n] less its zero point, in int16: [columns in eights, inner in twos, 8, 2], filled up with 0. */
function packColumns(plan: MatmulInt8Plan, b: usize, zeroPoint: i32): void {
  const n = <usize>plan.n;
  const panels = (plan.n + 7) >> 3;
  const panelBytes = <usize>((plan.k + 1) >> 1) << 5;
  memory.fill(plan.columns, 0, <usize>panels * panelBytes);
  for (let row = 0; row < plan.k; row++) {
    const at = plan.columns + (<usize>(row >> 1) << 5) + (<usize>(row & 1) << 1);
    for (let c: usize = 0; c < n; c++) {
      const to = at + (c >> 3) * panelBytes + ((c & 7) << 2);
      store<i16>(to, <i16>(<i32>load<i8>(b + c) - zeroPoint));
    }
    b += n;
  }
}

// @ts-ignore: decorator
@inline
function step(acc: v128, columns: v128, row: v128): v128 {
  return i32x4.add(acc, i32x4.dot_i16x8_s(columns, row));
}

/** Accumulators [4, 8] of four rows from `x` on and of one panel of columns. */
function fourByEight(plan: MatmulInt8Plan, x: usize, columns: usize): void {
  const pairBytes = <usize>((plan.k + 1) >> 1) << 2;
  let a0 = i32x4.splat(0);
  let a1 = a0;
  let a2 = a0;
  let a3 = a0;
  let b0 = a0;
  let b1 = a0;
  let b2 = a0;
  let b3 = a0;
  let x1 = x + pairBytes;
  let x2 = x1 + pairBytes;
  let x3 = x2 + pairBytes;
  for (const end = x + pairBytes; x < end; x += 4, columns += 32) {
    const left = v128.load(columns);
    const right = v128.load(columns, 16);
    let pair = v128.load_splat<i32>(x);
    a0 = step(a0, left, pair);
    b0 = step(b0, right, pair);
    pair = v128.load_splat<i32>(x1);
    a1 = step(a1, left, pair);
    b1 = step(b1, right, pair);
    pair = v128.load_splat<i32>(x2);
    a2 = step(a2, left, pair);
    b2 = step(b2, right, pair);
    pair = v128.load_splat<i32>(x3);
    a3 = step(a3, left, pair);
    b3 = step(b3, right, pair);
    x1 += 4;
    x2 += 4;
    x3 += 4;
  }
  const tile = plan.tile;
  v128.store(tile, a0);
  v128.store(tile, b0, 16);
  v128.store(tile, a1, 32);
  v128.store(tile, b1, 48);
  v128.store(tile, a2, 64);
  v128.store(tile, b2, 80);
  v128.store(tile, a3, 96);
  v128.store(tile, b3, 112);
}

/** Accumulators [m, n] of one matrix from `to` on. */
function accumulate(plan: MatmulInt8Plan, to: usize): void {
  const n = plan.n;
  const pairs = (plan.k + 1) >> 1;
  const rowBytes = <usize>n << 2;
  for (let row = 0; row < plan.m; row += 4) {
    const rows = min(plan.m - row, 4);
    const x = plan.rows + (<usize>(row * pairs) << 2);
    let columns = plan.columns;
    for (let c = 0; c < n; c += 8) {
      fourByEight(plan, x, columns);
      columns += <usize>pairs << 5;
      const bytes = <usize>min(n - c, 8) << 2;
      for (let i = 0; i < rows; i++) {
        const from = plan.tile + (<usize>i << 5);
        const at = to + <usize>(row + i) * rowBytes + (<usize>c << 2);
        for (let lane: usize = 0; lane < bytes; lane += 4) {
          store<i32>(at + lane, load<i32>(from + lane));
        }
      }
    }
  }
}

/** `acc = sum (a - z_a) * (b - z_b)` for each matrix, then the finish of y. */
export function matmulInt8(plan: MatmulInt8Plan, samples: i32): void {
  const y = plan.y;
  const outputs = plan.m * plan.n;
  const elements = plan.matrices * outputs;
  for (let sample = 0; sample < samples; sample++) {
    const a = plan.a.data + <usize>sample * plan.aSample;
    const b = plan.b.data + <usize>sample * plan.bSample;
    for (let i = 0; i < plan.matrices; i++) {
      const aMatrix = load<i32>(plan.aIndex + (<usize>i << 2));
      const bMatrix = load<i32>(plan.bIndex + (<usize>i << 2));
      packRows(plan, a + <usize>(aMatrix * plan.m * plan.k), zeroPointAt(plan.a, sample));
      packColumns(plan, b + <usize>(bMatrix * plan.k * plan.n), zeroPointAt(plan.b, sample));
      accumulate(plan, y.accumulators + (<usize>(i * outputs) << 2));
    }
    const unit = accumulatorUnit(scaleAt(plan.a, sample), scaleAt(plan.b, sample));
    prepareSample(y, sample, unit, elements);
    requantizeTo(y, y.data + <usize>sample * <usize>elements, sample, elements);
  }
}
