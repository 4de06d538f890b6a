/** Int8 mean over positions, for channels that lie side by side. */
import { Int8Buffer, scaleAt, zeroPointAt } from "./int8_buffer";
import { prepareSample, requantizeTo, UnitOutput } from "./unit_finish";

/** What a bound mean keeps in memory. */
@unmanaged
export class MeanInt8Plan {
  x: Int8Buffer;
  y: UnitOutput;
  xSample: usize;
  channels: i32;
  /** Where the first channel of each position lies. */
  cells: usize;
  count: i32;
}

/** `acc = sum x - z_in * count`, then the finish of y. */
export function meanInt8(plan: MeanInt8Plan, samples: i32): void {
  const y = plan.y;
  const channels = plan.channels;
  const count = plan.count;
  const end = plan.cells + (<usize>count << 2);
  for (let sample = 0; sample < samples; sample++) {
    const x = plan.x.data + <usize>sample * plan.xSample;
    const zeros = zeroPointAt(plan.x, sample) * count;
    const start = i32x4.splat(-zeros);
    let to = y.accumulators;
    let c: i32 = 0;
    for (; c + 8 <= channels; c += 8, to += 32) {
      let low = start;
      let high = start;
      for (let cell = plan.cells; cell < end; cell += 4) {
        const codes = v128.load_ext<i8>(x + load<usize>(cell) + <usize>c);
        low = i32x4.add(low, i32x4.extend_low_i16x8_s(codes));
        high = i32x4.add(high, i32x4.extend_high_i16x8_s(codes));
      }
      v128.store(to, low);
      v128.store(to, high, 16);
    }
    for (; c < channels; c++, to += 4) {
      let sum = -zeros;
      for (let cell = plan.cells; cell < end; cell += 4) {
        sum += <i32>load<i8>(x + load<usize>(cell) + <usize>c);
      }
      store<i32>(to, sum);
    }
    prepareSample(y, sample, scaleAt(plan.x, sample) / <f32>count, channels);
    requantizeTo(y, y.data + <usize>sample * <usize>channels, sample, channels);
  }
}
