/** Stores the first `count` of four lanes of 32 bits, count below 4. */
// @ts-ignore: decorator
@inline
export function storeLanes(out: usize, v: v128, count: i32): void {
  if (count & 2) {
    v128.store_lane<i64>(out, v, 0);
    if (count & 1) v128.store_lane<i32>(out, v, 2, 8);
  } else if (count & 1) v128.store_lane<i32>(out, v, 0);
}

/** Stores the first `count` of 16 codes, count below 16. */
export function storeLastCodes(to: usize, codes: v128, count: i32): void {
  let v = codes;
  if (count & 8) {
    v128.store_lane<i64>(to, v, 0);
    to += 8;
    v = v128.shuffle<i64>(v, v, 1, 1);
  }
  if (count & 4) {
    v128.store_lane<i32>(to, v, 0);
    to += 4;
    v = v128.shuffle<i32>(v, v, 1, 1, 1, 1);
  }
  if (count & 2) {
    v128.store_lane<i16>(to, v, 0);
    to += 2;
    v = v128.shuffle<i16>(v, v, 1, 1, 1, 1, 1, 1, 1, 1);
  }
  if (count & 1) v128.store_lane<i8>(to, v, 0);
}
