/** Int8 codes: through a table of 256, and the range of those present. */

/** Codes through a table of 256: `rows` runs of `bytes`, `xStep` and `yStep` bytes apart. */
export function lookUpRuns(
  table: usize,
  x: usize,
  y: usize,
  rows: i32,
  bytes: usize,
  xStep: usize,
  yStep: usize,
): void {
  for (let row = 0; row < rows; row++) {
    let from = x;
    let to = y;
    const end = x + bytes;
    for (; from + 4 <= end; from += 4, to += 4) {
      const codes = load<u32>(from) ^ 0x80808080;
      store<u8>(to, load<u8>(table + <usize>(codes & 255)));
      store<u8>(to, load<u8>(table + <usize>((codes >> 8) & 255)), 1);
      store<u8>(to, load<u8>(table + <usize>((codes >> 16) & 255)), 2);
      store<u8>(to, load<u8>(table + <usize>(codes >> 24)), 3);
    }
    for (; from < end; from++, to++) {
      store<u8>(to, load<u8>(table + <usize>(load<u8>(from) ^ 128)));
    }
    x += xStep;
    y += yStep;
  }
}

/**
 * The least and the greatest of `count` codes: the least in the low byte, the greatest in the next.
 */
export function codeRange(x: usize, count: i32): i32 {
  const end = x + <usize>count;
  let least16 = i8x16.splat(127);
  let most16 = i8x16.splat(-128);
  for (; x + 16 <= end; x += 16) {
    const codes = v128.load(x);
    least16 = i8x16.min_s(least16, codes);
    most16 = i8x16.max_s(most16, codes);
  }
  for (; x < end; x++) {
    const code = i8x16.splat(load<i8>(x));
    least16 = i8x16.min_s(least16, code);
    most16 = i8x16.max_s(most16, code);
  }
  let least: i32 = 127;
  let most: i32 = -128;
  least16 = i8x16.min_s(least16, v128.shuffle<i64>(least16, least16, 1, 0));
  most16 = i8x16.max_s(most16, v128.shuffle<i64>(most16, most16, 1, 0));
  let low = i64x2.extract_lane(least16, 0);
  let high = i64x2.extract_lane(most16, 0);
  for (let lane = 0; lane < 8; lane++) {
    least = min<i32>(least, <i8>low);
    most = max<i32>(most, <i8>high);
    low >>= 8;
    high >>= 8;
  }
  return (least & 255) | (most << 8);
}
