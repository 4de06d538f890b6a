import { deriveSample } from "./derive";
import { depthwise3x3, prepareZeroRow, rowsTogether } from "./depthwise3x3";
import { dotAdd } from "./dot";
import { accumulatorsAt, finishChunk, finishSample } from "./finish";
import { interleaveHigh16, interleaveHigh8, interleaveLow16, interleaveLow8 } from "./interleave";
import { packImage } from "./pack";
import { outputStatic, Plan } from "./plan";
import { storeLanes } from "./store";

/**
 * Int8 depthwise convolution, output row by output row. The operands of neighbouring taps are
 * interleaved, so that each lane of a dot product belongs to one channel.
 */
export function depthwiseConv2dInt8(plan: Plan, samples: i32): void {
  const imageBytes = plan.xPerSample / plan.images;
  const width = plan.outputWidth;
  for (let sample = 0; sample < samples; sample++) {
    if (plan.kind != outputStatic) deriveSample(plan, sample);
    let position = 0;
    for (let image = 0; image < plan.images; image++) {
      const x = plan.x + sample * plan.xPerSample + image * imageBytes;
      if (plan.columns) prepareZeroRow(plan, sample);
      else packImage(plan, x, sample);
      const together = plan.columns ? rowsTogether(plan) : 1;
      for (let row = 0; row < plan.outputHeight; row += together) {
        const to = accumulatorsAt(plan, position);
        const rows = min(plan.outputHeight - row, together);
        if (ASC_FEATURE_RELAXED_SIMD && plan.columns) {
          depthwise3x3(plan, x, sample, row, rows, to);
        }
        else {
          const offsets = plan.rows + ((row * width) << 2);
          if (ASC_FEATURE_RELAXED_SIMD && plan.operandBytes == 1) rowInt8(plan, offsets, to);
          else rowInt16(plan, offsets, to);
        }
        finishChunk(plan, sample, position, rows * width, to);
        position += rows * width;
      }
    }
    finishSample(plan, sample, plan.accumulators);
  }
}

/** Accumulators of one output row, 16 channels by four taps at a time. */
function rowInt8(plan: Plan, rows: usize, out: usize): void {
  const channels = plan.channels;
  const width = plan.outputWidth;
  for (let column = 0; column < width; column++) {
    const x = plan.packed + load<u32>(rows + (column << 2));
    let w = plan.weights;
    for (let c = 0; c < channels; c += 16) {
      let a0 = v128.load(plan.start + (c << 2));
      let a1 = v128.load(plan.start + (c << 2), 16);
      let a2 = v128.load(plan.start + (c << 2), 32);
      let a3 = v128.load(plan.start + (c << 2), 48);
      let tap = plan.tapOffsets;
      for (let taps = plan.taps; taps > 0; taps -= 4) {
        const x0 = v128.load(x + c + load<u32>(tap));
        const x1 = v128.load(x + c + load<u32>(tap, 4));
        const x2 = v128.load(x + c + load<u32>(tap, 8));
        const x3 = v128.load(x + c + load<u32>(tap, 12));
        const low01 = interleaveLow8(x0, x1);
        const low23 = interleaveLow8(x2, x3);
        const high01 = interleaveHigh8(x0, x1);
        const high23 = interleaveHigh8(x2, x3);
        a0 = dotAdd<i8>(v128.load(w), interleaveLow16(low01, low23), a0);
        a1 = dotAdd<i8>(v128.load(w, 16), interleaveHigh16(low01, low23), a1);
        a2 = dotAdd<i8>(v128.load(w, 32), interleaveLow16(high01, high23), a2);
        a3 = dotAdd<i8>(v128.load(w, 48), interleaveHigh16(high01, high23), a3);
        tap += 16;
        w += 64;
      }
      storeSixteen(out + (c << 2), a0, a1, a2, a3, channels - c);
    }
    out += channels << 2;
  }
}

/** The same with 16-bit operands, 8 channels by two taps at a time; `taps` counts fours. */
function rowInt16(plan: Plan, rows: usize, out: usize): void {
  const channels = plan.channels;
  const width = plan.outputWidth;
  const zero = i32x4.splat(0);
  for (let column = 0; column < width; column++) {
    const x = plan.packed + load<u32>(rows + (column << 2));
    let w = plan.weights;
    for (let c = 0; c < channels; c += 8) {
      let a0 = v128.load(plan.start + (c << 2));
      let a1 = v128.load(plan.start + (c << 2), 16);
      let tap = plan.tapOffsets;
      for (let taps = plan.taps; taps > 0; taps -= 2) {
        const x0 = v128.load(x + (c << 1) + load<u32>(tap));
        const x1 = v128.load(x + (c << 1) + load<u32>(tap, 4));
        a0 = dotAdd<i16>(v128.load(w), interleaveLow16(x0, x1), a0);
        a1 = dotAdd<i16>(v128.load(w, 16), interleaveHigh16(x0, x1), a1);
        tap += 8;
        w += 32;
      }
      storeSixteen(out + (c << 2), a0, a1, zero, zero, min(channels - c, 8));
    }
    out += channels << 2;
  }
}

/** Stores the first `count` of 16 accumulators. */
// @ts-ignore: decorator
@inline
function storeSixteen(out: usize, a0: v128, a1: v128, a2: v128, a3: v128, count: i32): void {
  if (count >= 16) {
    v128.store(out, a0);
    v128.store(out, a1, 16);
    v128.store(out, a2, 32);
    v128.store(out, a3, 48);
    return;
  }
  let v = a0;
  if (count >= 4) {
    v128.store(out, v);
    out += 16, v = a1;
  }
  if (count >= 8) {
    v128.store(out, v);
    out += 16, v = a2;
  }
  if (count >= 12) {
    v128.store(out, v);
    out += 16, v = a3;
  }
  storeLanes(out, v, count & 3);
}
