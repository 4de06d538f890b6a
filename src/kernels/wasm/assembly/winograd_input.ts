import { Plan } from "./plan";

/** Bytes of a column of a strip: six int16 of eight channels. */
const columnBytes: usize = 96;

/**
 * B^T d of six vectors of int16, stored `pitch` bytes apart:
 *
 *     4  0 -5  0  1  0
 *     0 -4 -4  1  1  0
 *     0  4 -4 -1  1  0
 *     0 -2 -1  2  1  0
 *     0  2 -1 -2  1  0
 *     0  4  0 -5  0  1
 */
// @ts-ignore: decorator
@inline
function transform(
  to: usize,
  pitch: usize,
  d0: v128,
  d1: v128,
  d2: v128,
  d3: v128,
  d4: v128,
  d5: v128,
): void {
  const d42 = i16x8.sub(d4, d2);
  const d31 = i16x8.sub(d3, d1);
  v128.store(to, i16x8.add(i16x8.shl(i16x8.sub(d0, d2), 2), d42));
  const even = i16x8.sub(d4, i16x8.shl(d2, 2));
  const odd = i16x8.sub(d3, i16x8.shl(d1, 2));
  to += pitch;
  v128.store(to, i16x8.add(even, odd));
  to += pitch;
  v128.store(to, i16x8.sub(even, odd));
  const twice = i16x8.add(d31, d31);
  to += pitch;
  v128.store(to, i16x8.add(d42, twice));
  to += pitch;
  v128.store(to, i16x8.sub(d42, twice));
  to += pitch;
  v128.store(to, i16x8.sub(i16x8.sub(d5, d3), i16x8.shl(d31, 2)));
}

/**
 * B^T d B of the tiles of `rows` tile rows from `row` on: 6x6 codes of the packed image each, four
 * columns and rows from tile to tile. Four tiles make a block, int16 [36, C / 8, 4, 8]; a frequency is
 * `frequencyBytes` from the next. Columns are transformed once for the tiles that share them.
 */
export function transformInputs(plan: Plan, row: i32, rows: i32, tileColumns: i32): void {
  const channels = plan.inputChannels;
  const columns = (tileColumns << 2) + 2;
  const blockBytes = <usize>36 * plan.frequencyBytes;
  for (let c = 0; c < channels; c += 8) {
    let tile = 0;
    for (let r = row; r < row + rows; r++) {
      transformColumns(plan, r << 2, columns, c);
      let strip = plan.columns;
      for (let t = 0; t < tileColumns; t++, tile++) {
        const to = plan.tiles + (tile >> 2) * blockBytes + (c << 3) + ((tile & 3) << 4);
        transformTile(strip, to, plan.frequencyBytes);
        strip += 4 * columnBytes;
      }
    }
  }
}

/** B^T d of six rows of the image from `top` on, eight channels from c on, column by column. */
function transformColumns(plan: Plan, top: i32, columns: i32, c: i32): void {
  const pitch = <usize>plan.inputChannels;
  const rowBytes = pitch * plan.packedWidth;
  const r2 = 2 * rowBytes, r3 = 3 * rowBytes, r4 = 4 * rowBytes, r5 = 5 * rowBytes;
  let from = plan.packed + top * rowBytes + c;
  let to = plan.columns;
  const end = from + columns * pitch;
  for (; from < end; from += pitch, to += columnBytes) {
    transform(
      to,
      16,
      v128.load_ext<i8>(from),
      v128.load_ext<i8>(from + rowBytes),
      v128.load_ext<i8>(from + r2),
      v128.load_ext<i8>(from + r3),
      v128.load_ext<i8>(from + r4),
      v128.load_ext<i8>(from + r5),
    );
  }
}

/** The other half, d B, of a tile whose six columns begin at `strip`. */
function transformTile(strip: usize, to: usize, pitch: usize): void {
  const end = strip + columnBytes;
  for (; strip < end; strip += 16, to += 6 * pitch) {
    transform(
      to,
      pitch,
      v128.load(strip),
      v128.load(strip, 96),
      v128.load(strip, 192),
      v128.load(strip, 288),
      v128.load(strip, 384),
      v128.load(strip, 480),
    );
  }
}
