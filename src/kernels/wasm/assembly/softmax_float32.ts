import { expFloat32x4 } from "./exp_float32";

/** The greatest of `length` values, NaN where one is NaN. */
// @ts-ignore: decorator
@inline
function greatest(x: usize, end: usize): f32 {
  let highest = f32x4.splat(-Infinity);
  for (; x + 16 <= end; x += 16) highest = f32x4.max(highest, v128.load(x));
  let most = max<f32>(
    max<f32>(f32x4.extract_lane(highest, 0), f32x4.extract_lane(highest, 1)),
    max<f32>(f32x4.extract_lane(highest, 2), f32x4.extract_lane(highest, 3)),
  );
  for (; x < end; x += 4) most = max<f32>(most, load<f32>(x));
  return most;
}

/** Softmax along each of `rows` rows: the sum of the exponentials runs in order. */
export function softmaxFloat32(x: usize, y: usize, rows: i32, length: i32): void {
  const rowBytes = <usize>length << 2;
  for (let row = 0; row < rows; row++) {
    const end = rowBytes;
    const whole = rowBytes & ~15;
    const most = f32x4.splat(greatest(x, x + rowBytes));
    let i: usize = 0;
    for (; i < whole; i += 16) {
      v128.store(y + i, expFloat32x4(f32x4.sub(v128.load(x + i), most)));
    }
    for (; i < end; i += 4) {
      const e = expFloat32x4(f32x4.sub(v128.load_zero<f32>(x + i), most));
      v128.store_lane<f32>(y + i, e, 0);
    }
    let sum: f32 = 0;
    for (i = 0; i < end; i += 4) sum += load<f32>(y + i);
    const total = f32x4.splat(sum);
    for (i = 0; i < whole; i += 16) v128.store(y + i, f32x4.div(v128.load(y + i), total));
    for (; i < end; i += 4) store<f32>(y + i, load<f32>(y + i) / sum);
    x += rowBytes;
    y += rowBytes;
  }
}
