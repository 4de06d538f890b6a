import { addressPositions, tileLength } from "./positions";
import { DepthwiseFloat32Plan, TapClass } from "./weighted_float32_plan";

// @ts-ignore: decorator
@inline
function finish(plan: DepthwiseFloat32Plan, acc: v128, bias: usize): v128 {
  const biased = f32x4.add(acc, v128.load(bias));
  return f32x4.pmin(f32x4.pmax(biased, f32x4.splat(plan.min)), f32x4.splat(plan.max));
}

// @ts-ignore: decorator
@inline
function step(acc: v128, w: v128, x: usize): v128 {
  return f32x4.add(acc, f32x4.mul(w, v128.load(x)));
}

/** Four positions by eight channels from byte `c` on. */
function fourByEight(plan: DepthwiseFloat32Plan, taps: TapClass, at: usize, c: usize): void {
  let x0 = load<usize>(at) + c;
  let x1 = load<usize>(at, 8) + c;
  let x2 = load<usize>(at, 16) + c;
  let x3 = load<usize>(at, 24) + c;
  let w = plan.weights + (taps.firstWeight << 2) + c;
  const rows = taps.rows;
  const runs = <usize>taps.runs;
  const rowStep = plan.rowStep;
  const runStep = plan.runStep;
  const rowBytes = runs * runStep;
  const channelBytes = plan.channelBytes;
  const rowWeights = plan.rowWeights << 2;
  let a0 = f32x4.splat(0);
  let a1 = a0;
  let a2 = a0;
  let a3 = a0;
  let b0 = a0;
  let b1 = a0;
  let b2 = a0;
  let b3 = a0;
  for (let row = 0; row < rows; row++) {
    let wp = w;
    let p0 = x0;
    let p1 = x1;
    let p2 = x2;
    let p3 = x3;
    const end = p0 + rowBytes;
    while (p0 < end) {
      const wa = v128.load(wp);
      const wb = v128.load(wp, 16);
      a0 = step(a0, wa, p0);
      b0 = step(b0, wb, p0 + 16);
      a1 = step(a1, wa, p1);
      b1 = step(b1, wb, p1 + 16);
      a2 = step(a2, wa, p2);
      b2 = step(b2, wb, p2 + 16);
      a3 = step(a3, wa, p3);
      b3 = step(b3, wb, p3 + 16);
      p0 += runStep;
      p1 += runStep;
      p2 += runStep;
      p3 += runStep;
      wp += channelBytes;
    }
    x0 += rowStep;
    x1 += rowStep;
    x2 += rowStep;
    x3 += rowStep;
    w += rowWeights;
  }
  const bias = plan.bias + c;
  let y = load<usize>(at, 4) + c;
  v128.store(y, finish(plan, a0, bias));
  v128.store(y, finish(plan, b0, bias + 16), 16);
  y = load<usize>(at, 12) + c;
  v128.store(y, finish(plan, a1, bias));
  v128.store(y, finish(plan, b1, bias + 16), 16);
  y = load<usize>(at, 20) + c;
  v128.store(y, finish(plan, a2, bias));
  v128.store(y, finish(plan, b2, bias + 16), 16);
  y = load<usize>(at, 28) + c;
  v128.store(y, finish(plan, a3, bias));
  v128.store(y, finish(plan, b3, bias + 16), 16);
}

/** One position by four channels from byte `c` on. */
function oneByFour(plan: DepthwiseFloat32Plan, taps: TapClass, at: usize, c: usize): void {
  let x = load<usize>(at) + c;
  let w = plan.weights + (taps.firstWeight << 2) + c;
  const rows = taps.rows;
  const runStep = plan.runStep;
  const rowBytes = <usize>taps.runs * runStep;
  const channelBytes = plan.channelBytes;
  let acc = f32x4.splat(0);
  for (let row = 0; row < rows; row++) {
    let wp = w;
    for (let p = x; p < x + rowBytes; p += runStep) {
      acc = step(acc, v128.load(wp), p);
      wp += channelBytes;
    }
    x += plan.rowStep;
    w += plan.rowWeights << 2;
  }
  v128.store(load<usize>(at, 4) + c, finish(plan, acc, plan.bias + c));
}

/**
 * `y = clamp(sum w * x + b)`, one input channel for each output channel, four channels or more. The
 * last vector begins four channels before the end: it computes some channels again.
 */
export function depthwiseFloat32(plan: DepthwiseFloat32Plan, samples: i32): void {
  const channelBytes = plan.channelBytes;
  const last = channelBytes - 16;
  const eights = channelBytes & ~31;
  const addresses = plan.addresses;
  for (let k = 0; k < plan.classCount; k++) {
    const taps = changetype<TapClass>(plan.classes + <usize>k * offsetof<TapClass>());
    const count = taps.positions * samples;
    for (let first = 0; first < count; first += tileLength) {
      const end = min(first + tileLength, count);
      addressPositions(plan, taps, first, end);
      const fours = addresses + (((end - first) & ~3) << 3);
      const ones = addresses + ((end - first) << 3);
      let at = addresses;
      for (; at < fours; at += 32) {
        for (let c: usize = 0; c < eights; c += 32) fourByEight(plan, taps, at, c);
      }
      if (eights < channelBytes) {
        for (at = addresses; at < fours; at += 8) {
          for (let c = eights; c < channelBytes; c += 16) oneByFour(plan, taps, at, min(c, last));
        }
      }
      for (at = fours; at < ones; at += 8) {
        for (let c: usize = 0; c < channelBytes; c += 16) oneByFour(plan, taps, at, min(c, last));
      }
    }
  }
}
