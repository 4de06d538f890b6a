/** Int8 pooling of codes over windows whose cells inside the input are listed. */
import { PoolPlan, PoolWindow } from "./pool_plan";

/** `y = max` of each window, held to [lowest, highest]. */
export function maxPoolInt8(plan: PoolPlan, samples: i32, lowest: i32, highest: i32): void {
  let x = plan.x;
  let y = plan.y;
  const channels = <usize>plan.channels;
  const lo = i8x16.splat(<i8>lowest);
  const hi = i8x16.splat(<i8>highest);
  for (let sample = 0; sample < samples; sample++) {
    for (let i = 0; i < plan.windowCount; i++) {
      const window = changetype<PoolWindow>(plan.windows + <usize>i * offsetof<PoolWindow>());
      const cells = window.cells;
      const end = cells + (<usize>window.count << 2);
      const to = y + window.y;
      // The last vector begins its width before the end.
      if (channels >= 16) {
        for (let from: usize = 0; from < channels; from += 16) {
          const c = min(from, channels - 16);
          let most = lo;
          for (let cell = cells; cell < end; cell += 4) {
            most = i8x16.max_s(most, v128.load(x + load<usize>(cell) + c));
          }
          v128.store(to + c, i8x16.min_s(most, hi));
        }
      } else if (channels >= 4) {
        for (let from: usize = 0; from < channels; from += 4) {
          const c = min(from, channels - 4);
          let most = lo;
          for (let cell = cells; cell < end; cell += 4) {
            most = i8x16.max_s(most, v128.load_zero<i32>(x + load<usize>(cell) + c));
          }
          v128.store_lane<i32>(to + c, i8x16.min_s(most, hi), 0);
        }
      } else {
        for (let c: usize = 0; c < channels; c++) {
          let most = lowest;
          for (let cell = cells; cell < end; cell += 4) {
            most = max<i32>(most, load<i8>(x + load<usize>(cell) + c));
          }
          store<i8>(to + c, <i8>min(most, highest));
        }
      }
    }
    x += plan.xSample;
    y += plan.ySample;
  }
}

/** `trunc((sum +- half) / n)`: the quotient of two integers below 2^24 rounds to no integer above it. */
// @ts-ignore: decorator
@inline
function means(sum: v128, half: v128, count: v128): v128 {
  const negative = i32x4.shr_s(sum, 31);
  const nudge = i32x4.sub(v128.xor(half, negative), negative);
  const moved = f32x4.convert_i32x4_s(i32x4.add(sum, nudge));
  return i32x4.trunc_sat_f32x4_s(f32x4.div(moved, count));
}

/** `y = sum / n` of each window, ties away from zero, held to [lowest, highest]. */
export function averagePoolInt8(plan: PoolPlan, samples: i32, lowest: i32, highest: i32): void {
  let x = plan.x;
  let y = plan.y;
  const channels = <usize>plan.channels;
  const lo = i16x8.splat(<i16>lowest);
  const hi = i16x8.splat(<i16>highest);
  for (let sample = 0; sample < samples; sample++) {
    for (let i = 0; i < plan.windowCount; i++) {
      const window = changetype<PoolWindow>(plan.windows + <usize>i * offsetof<PoolWindow>());
      const cells = window.cells;
      const end = cells + (<usize>window.count << 2);
      const to = y + window.y;
      const half = window.count >> 1;
      const half4 = i32x4.splat(half);
      const count4 = f32x4.splat(<f32>window.count);
      let c: usize = 0;
      for (; c + 8 <= channels; c += 8) {
        let low = i32x4.splat(0);
        let high = low;
        for (let cell = cells; cell < end; cell += 4) {
          const codes = v128.load_ext<i8>(x + load<usize>(cell) + c);
          low = i32x4.add(low, i32x4.extend_low_i16x8_s(codes));
          high = i32x4.add(high, i32x4.extend_high_i16x8_s(codes));
        }
        const mean = i16x8.narrow_i32x4_s(means(low, half4, count4), means(high, half4, count4));
        const held = i16x8.min_s(i16x8.max_s(mean, lo), hi);
        v128.store_lane<i64>(to + c, i8x16.narrow_i16x8_s(held, held), 0);
      }
      for (; c < channels; c++) {
        let sum = 0;
        for (let cell = cells; cell < end; cell += 4) {
          sum += <i32>load<i8>(x + load<usize>(cell) + c);
        }
        const mean = (sum > 0 ? sum + half : sum - half) / window.count;
        store<i8>(to + c, <i8>min(max(mean, lowest), highest));
      }
    }
    x += plan.xSample;
    y += plan.ySample;
  }
}
