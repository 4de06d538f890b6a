/**
 * Depthwise convolution of 3x3 in 8-bit operands. Four rows of the packed image are interleaved once,
 * so that a lane of a dot product holds a column of four rows of one channel: three columns make an
 * output, and the same columns with the weights one row further down make the output below it. Weights
 * of four channels are three columns (w0 w1 w2 0), then three columns (0 w0 w1 w2).
 */
import { dotAdd } from "./dot";
import { interleaveHigh16, interleaveHigh8, interleaveLow16, interleaveLow8 } from "./interleave";
import { Plan } from "./plan";

/** Weights of four channels. */
const quadBytes: i32 = 96;

/** Output rows that are made together. */
// @ts-ignore: decorator
@inline
export function rowsTogether(plan: Plan): i32 {
  return plan.strideHeight == 1 ? 2 : 1;
}

/** Accumulators of `rows` output rows, at most `rowsTogether`, from row `row` on. */
export function depthwise3x3(plan: Plan, row: i32, rows: i32, out: usize): void {
  const rowBytes = plan.packedWidth * plan.packedChannels;
  interleaveRows(plan.packed + row * plan.strideHeight * rowBytes, rowBytes, plan.columns);
  if (rows == 2) twoRows(plan, out);
  else if (plan.strideWidth == 1) oneRow(1, plan, out);
  else oneRow(plan.strideWidth, plan, out);
}

/** Four rows of bytes, one after another, to columns of four bytes. */
function interleaveRows(row: usize, rowBytes: usize, to: usize): void {
  const end = row + rowBytes;
  const row1 = rowBytes, row2 = rowBytes * 2, row3 = rowBytes * 3;
  for (; row < end; row += 16, to += 64) {
    const x0 = v128.load(row), x1 = v128.load(row + row1);
    const x2 = v128.load(row + row2), x3 = v128.load(row + row3);
    const low01 = interleaveLow8(x0, x1), low23 = interleaveLow8(x2, x3);
    const high01 = interleaveHigh8(x0, x1), high23 = interleaveHigh8(x2, x3);
    v128.store(to, interleaveLow16(low01, low23));
    v128.store(to, interleaveHigh16(low01, low23), 16);
    v128.store(to, interleaveLow16(high01, high23), 32);
    v128.store(to, interleaveHigh16(high01, high23), 48);
  }
}

/** Two output rows of stride 1, four channels after another. */
function twoRows(plan: Plan, out: usize): void {
  const columnBytes = <usize>plan.channels << 2;
  const below = columnBytes * plan.outputWidth;
  const columns = plan.columns, start = plan.start;
  let w = plan.weights;
  for (let at: usize = 0; at < columnBytes; at += 16, w += quadBytes) {
    const w0 = v128.load(w), w1 = v128.load(w, 16), w2 = v128.load(w, 32);
    const u0 = v128.load(w, 48), u1 = v128.load(w, 64), u2 = v128.load(w, 80);
    const from = v128.load(start + at);
    let x = columns + at;
    let v0 = v128.load(x), v1 = v128.load(x + columnBytes);
    x += columnBytes << 1;
    let to = out + at;
    const end = to + below;
    for (; to < end; to += columnBytes, x += columnBytes) {
      const v2 = v128.load(x);
      v128.store(to, dotAdd<i8>(w2, v2, dotAdd<i8>(w1, v1, dotAdd<i8>(w0, v0, from))));
      v128.store(to + below, dotAdd<i8>(u2, v2, dotAdd<i8>(u1, v1, dotAdd<i8>(u0, v0, from))));
      v0 = v1;
      v1 = v2;
    }
  }
}

/** One output row, four channels after another. */
// @ts-ignore: decorator
@inline
function oneRow(stride: i32, plan: Plan, out: usize): void {
  const columnBytes = <usize>plan.channels << 2;
  const step = columnBytes * stride;
  const columns = plan.columns, start = plan.start;
  const rowBytes = columnBytes * plan.outputWidth;
  let w = plan.weights;
  for (let at: usize = 0; at < columnBytes; at += 16, w += quadBytes) {
    const w0 = v128.load(w), w1 = v128.load(w, 16), w2 = v128.load(w, 32);
    const from = v128.load(start + at);
    let x = columns + at;
    let to = out + at;
    const end = to + rowBytes;
    for (; to < end; to += columnBytes, x += step) {
      const v0 = v128.load(x), v1 = v128.load(x + columnBytes);
      const v2 = v128.load(x + (columnBytes << 1));
      v128.store(to, dotAdd<i8>(w2, v2, dotAdd<i8>(w1, v1, dotAdd<i8>(w0, v0, from))));
    }
  }
}
