/**
 * Depthwise convolution of 3x3 in 8-bit operands. Four rows of the image are interleaved once, so that
 * a lane of a dot product holds a column of four rows of one channel: three columns make an output,
 * and the same columns with the weights one row further down make the output below it. Weights of
 * four channels are three columns (w0 w1 w2 0), then three columns (0 w0 w1 w2).
 */
import { dotAdd } from "./dot";
import { interleaveHigh16, interleaveHigh8, interleaveLow16, interleaveLow8 } from "./interleave";
import { packedZero, Plan, zeroPointOf } from "./plan";

/** Weights of four channels. */
const quadBytes: i32 = 96;

/** Output rows that are made together. */
// @ts-ignore: decorator
@inline
export function rowsTogether(plan: Plan): i32 {
  return plan.strideHeight == 1 && plan.strideWidth == 1 ? 2 : 1;
}

/** Writes one row of real 0, as codes: what rows in the padding read. */
export function prepareZeroRow(plan: Plan, sample: i32): void {
  const zeros = i8x16.splat(<i8>zeroPointOf(plan, sample));
  const end = plan.packed + plan.inputWidth * plan.inputChannels;
  for (let at = plan.packed; at < end; at += 16) v128.store(at, zeros);
}

/** Accumulators of `rows` output rows, at most `rowsTogether`, from row `row` of an image x on. */
export function depthwise3x3(
  plan: Plan,
  x: usize,
  sample: i32,
  row: i32,
  rows: i32,
  out: usize,
): void {
  interleaveRows(plan, x, row * plan.strideHeight - plan.padTop, packedZero(plan, sample));
  if (rows == 2) twoRows(plan, out);
  else oneRow(plan, out);
}

/** The address of a row of the image, or of a row of real 0. */
// @ts-ignore: decorator
@inline
function rowAt(plan: Plan, x: usize, row: i32): usize {
  if (row < 0 || row >= plan.inputHeight) return plan.packed;
  return x + row * plan.inputWidth * plan.inputChannels;
}

/** Four rows from `top` on as operands, each four bytes of a column side by side, with padding. */
function interleaveRows(plan: Plan, x: usize, top: i32, zero: i32): void {
  const row0 = rowAt(plan, x, top), row1 = rowAt(plan, x, top + 1);
  const row2 = rowAt(plan, x, top + 2), row3 = rowAt(plan, x, top + 3);
  const columnBytes = plan.channels << 2;
  const left = min(plan.padLeft, plan.packedWidth);
  const columns = min(plan.inputWidth, plan.packedWidth - left);
  const zeros = i8x16.splat(<i8>zero);
  const offset = i8x16.splat(<i8>plan.operandOffset);
  let to = plan.columns;
  for (const end = to + left * columnBytes; to < end; to += 16) v128.store(to, zeros);
  const inside = to + columns * columnBytes;
  for (let at: usize = 0; to < inside; at += 16, to += 64) {
    const x0 = v128.xor(v128.load(row0 + at), offset), x1 = v128.xor(v128.load(row1 + at), offset);
    const x2 = v128.xor(v128.load(row2 + at), offset), x3 = v128.xor(v128.load(row3 + at), offset);
    const low01 = interleaveLow8(x0, x1), low23 = interleaveLow8(x2, x3);
    const high01 = interleaveHigh8(x0, x1), high23 = interleaveHigh8(x2, x3);
    v128.store(to, interleaveLow16(low01, low23));
    v128.store(to, interleaveHigh16(low01, low23), 16);
    v128.store(to, interleaveLow16(high01, high23), 32);
    v128.store(to, interleaveHigh16(high01, high23), 48);
  }
  const end = plan.columns + plan.packedWidth * columnBytes;
  for (to = inside; to < end; to += 16) v128.store(to, zeros);
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
function oneRow(plan: Plan, out: usize): void {
  const columnBytes = <usize>plan.channels << 2;
  const step = columnBytes * plan.strideWidth;
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
