/** Float32 pooling over windows whose cells inside the input are listed; channels side by side. */
import { PoolPlan, PoolWindow } from "./pool_plan";

/** `y = max` of each window; a NaN in it gives NaN. */
export function maxPoolFloat32(plan: PoolPlan, samples: i32): void {
  let x = plan.x;
  let y = plan.y;
  const channelBytes = <usize>plan.channels << 2;
  for (let sample = 0; sample < samples; sample++) {
    for (let i = 0; i < plan.windowCount; i++) {
      const window = changetype<PoolWindow>(plan.windows + <usize>i * offsetof<PoolWindow>());
      const end = window.cells + (<usize>window.count << 2);
      const to = y + window.y;
      if (channelBytes >= 16) {
        // The last vector begins four channels before the end.
        for (let from: usize = 0; from < channelBytes; from += 16) {
          const c = min(from, channelBytes - 16);
          let most = f32x4.splat(-Infinity);
          for (let cell = window.cells; cell < end; cell += 4) {
            most = f32x4.max(most, v128.load(x + load<usize>(cell) + c));
          }
          v128.store(to + c, most);
        }
        continue;
      }
      for (let c: usize = 0; c < channelBytes; c += 4) {
        let most: f32 = -Infinity;
        for (let cell = window.cells; cell < end; cell += 4) {
          most = max<f32>(most, load<f32>(x + load<usize>(cell) + c));
        }
        store<f32>(to + c, most);
      }
    }
    x += plan.xSample;
    y += plan.ySample;
  }
}

/** `y = sum / n` of each window of n cells, the sum from +0 in order. */
export function averagePoolFloat32(plan: PoolPlan, samples: i32): void {
  let x = plan.x;
  let y = plan.y;
  const channelBytes = <usize>plan.channels << 2;
  for (let sample = 0; sample < samples; sample++) {
    for (let i = 0; i < plan.windowCount; i++) {
      const window = changetype<PoolWindow>(plan.windows + <usize>i * offsetof<PoolWindow>());
      const end = window.cells + (<usize>window.count << 2);
      const count = <f32>window.count;
      const to = y + window.y;
      if (channelBytes >= 16) {
        for (let from: usize = 0; from < channelBytes; from += 16) {
          const c = min(from, channelBytes - 16);
          let sum = f32x4.splat(0);
          for (let cell = window.cells; cell < end; cell += 4) {
            sum = f32x4.add(sum, v128.load(x + load<usize>(cell) + c));
          }
          v128.store(to + c, f32x4.div(sum, f32x4.splat(count)));
        }
        continue;
      }
      for (let c: usize = 0; c < channelBytes; c += 4) {
        let sum: f32 = 0;
        for (let cell = window.cells; cell < end; cell += 4) {
          sum += load<f32>(x + load<usize>(cell) + c);
        }
        store<f32>(to + c, sum / count);
      }
    }
    x += plan.xSample;
    y += plan.ySample;
  }
}
