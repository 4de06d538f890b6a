import { Plan } from "./plan";
import { products } from "./winograd_product";

/** Bytes from one frequency of products to the next, and from one row of frequencies. */
const frequencyBytes: usize = 128;
const frequencyRowBytes: usize = 6 * frequencyBytes;

/** Half-transformed values of four channels, [4, 6] vectors; an output tile before it is cropped. */
const halves = memory.data(24 * 16, 64);
const whole = memory.data(16 * 16, 64);

/** The inverse of 9 modulo 2^32, in four lanes; loaded, as V8 makes a literal anew at each use. */
const inverseOf9 = memory.data<u32>([0x38e38e39, 0x38e38e39, 0x38e38e39, 0x38e38e39]);

/** A^T m down column j of the products at `from`:
 *
 *     1  1  1  1  1  0
 *     0  1 -1  2 -2  0
 *     0  1  1  4  4  0
 *     0  1 -1  8 -8  2
 */
// @ts-ignore: decorator
@inline
function transformColumn(from: usize, j: usize): void {
  const at = from + j * frequencyBytes;
  const m0 = v128.load(at), m1 = v128.load(at + frequencyRowBytes);
  const m2 = v128.load(at + 2 * frequencyRowBytes), m3 = v128.load(at + 3 * frequencyRowBytes);
  const m4 = v128.load(at + 4 * frequencyRowBytes), m5 = v128.load(at + 5 * frequencyRowBytes);
  const s1 = i32x4.add(m1, m2), d1 = i32x4.sub(m1, m2);
  const s2 = i32x4.add(m3, m4), d2 = i32x4.sub(m3, m4);
  const to = halves + j * 16;
  v128.store(to, i32x4.add(i32x4.add(m0, s1), s2));
  v128.store(to + 96, i32x4.add(d1, i32x4.shl(d2, 1)));
  v128.store(to + 192, i32x4.add(s1, i32x4.shl(s2, 2)));
  v128.store(to + 288, i32x4.add(i32x4.add(d1, i32x4.shl(d2, 3)), i32x4.shl(m5, 1)));
}

/** Products are 576 times the sum, 64 times 9: exact for a sum within 25 bits. */
// @ts-ignore: decorator
@inline
function sum(v: v128, start: v128): v128 {
  return i32x4.add(i32x4.shr_s(i32x4.mul(v, v128.load(inverseOf9)), 6), start);
}

/** The same along row i of the halves: four output positions, `pitch` bytes apart. */
// @ts-ignore: decorator
@inline
function transformRow(i: usize, to: usize, pitch: usize, start: v128): void {
  const at = halves + i * 96;
  const m0 = v128.load(at), m1 = v128.load(at + 16), m2 = v128.load(at + 32);
  const m3 = v128.load(at + 48), m4 = v128.load(at + 64), m5 = v128.load(at + 80);
  const s1 = i32x4.add(m1, m2), d1 = i32x4.sub(m1, m2);
  const s2 = i32x4.add(m3, m4), d2 = i32x4.sub(m3, m4);
  v128.store(to, sum(i32x4.add(i32x4.add(m0, s1), s2), start));
  v128.store(to + pitch, sum(i32x4.add(d1, i32x4.shl(d2, 1)), start));
  v128.store(to + 2 * pitch, sum(i32x4.add(s1, i32x4.shl(s2, 2)), start));
  const last = i32x4.add(i32x4.add(d1, i32x4.shl(d2, 3)), i32x4.shl(m5, 1));
  v128.store(to + 3 * pitch, sum(last, start));
}

/** The 4x4 accumulators of four channels of a tile, beginning with what is at `start`. */
function transformTile(from: usize, start: usize, to: usize, pitch: usize, rowPitch: usize): void {
  transformColumn(from, 0);
  transformColumn(from, 1);
  transformColumn(from, 2);
  transformColumn(from, 3);
  transformColumn(from, 4);
  transformColumn(from, 5);
  const first = v128.load(start);
  transformRow(0, to, pitch, first);
  transformRow(1, to + rowPitch, pitch, first);
  transformRow(2, to + 2 * rowPitch, pitch, first);
  transformRow(3, to + 3 * rowPitch, pitch, first);
}

/**
 * Accumulators of eight channels of tiles `tile` to `tile + count` from their products, at `to` [height,
 * outputWidth, channels]; what a tile has beyond the edges is left out.
 */
export function transformOutputs(
  plan: Plan,
  tile: i32,
  count: i32,
  tileColumns: i32,
  height: i32,
  start: usize,
  to: usize,
): void {
  const pitch = <usize>plan.channels << 2;
  const rowPitch = pitch * plan.outputWidth;
  let y = tile / tileColumns;
  let x = tile - y * tileColumns;
  for (let i = 0; i < count; i++) {
    const rows = min(height - (y << 2), 4);
    const columns = min(plan.outputWidth - (x << 2), 4);
    let from = products + (i << 5);
    let at = to + (y << 2) * rowPitch + (x << 2) * pitch;
    for (let half: usize = 0; half < 32; half += 16, from += 16, at += 16) {
      if (rows == 4 && columns == 4) transformTile(from, start + half, at, pitch, rowPitch);
      else {
        transformTile(from, start + half, whole, 16, 64);
        crop(at, rows, columns, pitch, rowPitch);
      }
    }
    if (++x == tileColumns) x = 0, y++;
  }
}

/** Copies the part of `whole` that is inside the output. */
function crop(to: usize, rows: i32, columns: i32, pitch: usize, rowPitch: usize): void {
  for (let row = 0; row < rows; row++, to += rowPitch) {
    const from = whole + (row << 6);
    for (let column = 0; column < columns; column++) {
      v128.store(to + column * pitch, v128.load(from + (column << 4)));
    }
  }
}
