import { ChannelBlock, TapClass, WeightedFloat32Plan } from "./weighted_float32_plan";

// @ts-ignore: decorator
@inline
function step(acc: v128, w: v128, x: v128): v128 {
  return f32x4.add(acc, f32x4.mul(w, x));
}

// @ts-ignore: decorator
@inline
function finish(plan: WeightedFloat32Plan, acc: v128, bias: usize, offset: usize): v128 {
  const biased = f32x4.add(acc, v128.load(bias + offset));
  return f32x4.pmin(f32x4.pmax(biased, f32x4.splat(plan.min)), f32x4.splat(plan.max));
}

// @ts-ignore: decorator
@inline
function storeLanes(y: usize, value: v128, lanes: i32): void {
  if (lanes == 4) {
    v128.store(y, value);
    return;
  }
  v128.store_lane<f32>(y, value, 0);
  if (lanes > 1) v128.store_lane<f32>(y, value, 1, 4);
  if (lanes > 2) v128.store_lane<f32>(y, value, 2, 8);
}

/** Four positions by eight channels; `at` holds the addresses of the positions. */
export function fourByEight(
  plan: WeightedFloat32Plan,
  taps: TapClass,
  block: ChannelBlock,
  at: usize,
): void {
  const xOffset = block.xOffset;
  let x0 = load<usize>(at) + xOffset;
  let x1 = load<usize>(at, 8) + xOffset;
  let x2 = load<usize>(at, 16) + xOffset;
  let x3 = load<usize>(at, 24) + xOffset;
  let w = block.weights + (taps.firstWeight << 5);
  const rows = taps.rows;
  const runs = taps.runs;
  const runLength = taps.runLength;
  const rowStep = plan.rowStep;
  const runStep = plan.runStep;
  const wRow = plan.rowWeights << 5;
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
    let offset: usize = 0;
    for (let run = 0; run < runs; run++) {
      let p0 = x0 + offset;
      let p1 = x1 + offset;
      let p2 = x2 + offset;
      let p3 = x3 + offset;
      const end = p0 + (runLength << 2);
      const evenEnd = end - 4;
      while (p0 < evenEnd) {
        let wa = v128.load(wp);
        let wb = v128.load(wp, 16);
        let v = v128.load_splat<f32>(p0);
        a0 = step(a0, wa, v);
        b0 = step(b0, wb, v);
        v = v128.load_splat<f32>(p1);
        a1 = step(a1, wa, v);
        b1 = step(b1, wb, v);
        v = v128.load_splat<f32>(p2);
        a2 = step(a2, wa, v);
        b2 = step(b2, wb, v);
        v = v128.load_splat<f32>(p3);
        a3 = step(a3, wa, v);
        b3 = step(b3, wb, v);
        wa = v128.load(wp, 32);
        wb = v128.load(wp, 48);
        v = v128.load_splat<f32>(p0, 4);
        a0 = step(a0, wa, v);
        b0 = step(b0, wb, v);
        v = v128.load_splat<f32>(p1, 4);
        a1 = step(a1, wa, v);
        b1 = step(b1, wb, v);
        v = v128.load_splat<f32>(p2, 4);
        a2 = step(a2, wa, v);
        b2 = step(b2, wb, v);
        v = v128.load_splat<f32>(p3, 4);
        a3 = step(a3, wa, v);
        b3 = step(b3, wb, v);
        p0 += 8;
        p1 += 8;
        p2 += 8;
        p3 += 8;
        wp += 64;
      }
      if (p0 < end) {
        const wa = v128.load(wp);
        const wb = v128.load(wp, 16);
        let v = v128.load_splat<f32>(p0);
        a0 = step(a0, wa, v);
        b0 = step(b0, wb, v);
        v = v128.load_splat<f32>(p1);
        a1 = step(a1, wa, v);
        b1 = step(b1, wb, v);
        v = v128.load_splat<f32>(p2);
        a2 = step(a2, wa, v);
        b2 = step(b2, wb, v);
        v = v128.load_splat<f32>(p3);
        a3 = step(a3, wa, v);
        b3 = step(b3, wb, v);
        wp += 32;
      }
      offset += runStep;
    }
    x0 += rowStep;
    x1 += rowStep;
    x2 += rowStep;
    x3 += rowStep;
    w += wRow;
  }
  const bias = block.bias;
  const lanes = block.lanes;
  let y = load<usize>(at, 4) + block.yOffset;
  v128.store(y, finish(plan, a0, bias, 0));
  storeLanes(y + 16, finish(plan, b0, bias, 16), lanes);
  y = load<usize>(at, 12) + block.yOffset;
  v128.store(y, finish(plan, a1, bias, 0));
  storeLanes(y + 16, finish(plan, b1, bias, 16), lanes);
  y = load<usize>(at, 20) + block.yOffset;
  v128.store(y, finish(plan, a2, bias, 0));
  storeLanes(y + 16, finish(plan, b2, bias, 16), lanes);
  y = load<usize>(at, 28) + block.yOffset;
  v128.store(y, finish(plan, a3, bias, 0));
  storeLanes(y + 16, finish(plan, b3, bias, 16), lanes);
}

/** Four positions by four channels. */
export function fourByFour(
  plan: WeightedFloat32Plan,
  taps: TapClass,
  block: ChannelBlock,
  at: usize,
): void {
  const xOffset = block.xOffset;
  let x0 = load<usize>(at) + xOffset;
  let x1 = load<usize>(at, 8) + xOffset;
  let x2 = load<usize>(at, 16) + xOffset;
  let x3 = load<usize>(at, 24) + xOffset;
  let w = block.weights + (taps.firstWeight << 4);
  const rows = taps.rows;
  const runs = taps.runs;
  const runLength = taps.runLength;
  const rowStep = plan.rowStep;
  const runStep = plan.runStep;
  const wRow = plan.rowWeights << 4;
  let a0 = f32x4.splat(0);
  let a1 = a0;
  let a2 = a0;
  let a3 = a0;
  for (let row = 0; row < rows; row++) {
    let wp = w;
    let offset: usize = 0;
    for (let run = 0; run < runs; run++) {
      let p0 = x0 + offset;
      let p1 = x1 + offset;
      let p2 = x2 + offset;
      let p3 = x3 + offset;
      const end = p0 + (runLength << 2);
      while (p0 < end) {
        const wa = v128.load(wp);
        a0 = step(a0, wa, v128.load_splat<f32>(p0));
        a1 = step(a1, wa, v128.load_splat<f32>(p1));
        a2 = step(a2, wa, v128.load_splat<f32>(p2));
        a3 = step(a3, wa, v128.load_splat<f32>(p3));
        p0 += 4;
        p1 += 4;
        p2 += 4;
        p3 += 4;
        wp += 16;
      }
      offset += runStep;
    }
    x0 += rowStep;
    x1 += rowStep;
    x2 += rowStep;
    x3 += rowStep;
    w += wRow;
  }
  const bias = block.bias;
  const lanes = block.lanes;
  const yOffset = block.yOffset;
  storeLanes(load<usize>(at, 4) + yOffset, finish(plan, a0, bias, 0), lanes);
  storeLanes(load<usize>(at, 12) + yOffset, finish(plan, a1, bias, 0), lanes);
  storeLanes(load<usize>(at, 20) + yOffset, finish(plan, a2, bias, 0), lanes);
  storeLanes(load<usize>(at, 28) + yOffset, finish(plan, a3, bias, 0), lanes);
}

/** One position by sixteen channels: eight of `block` and eight of `next`, of the same group. */
export function oneBySixteen(
  plan: WeightedFloat32Plan,
  taps: TapClass,
  block: ChannelBlock,
  next: ChannelBlock,
  at: usize,
): void {
  let x = load<usize>(at) + block.xOffset;
  let w = block.weights + (taps.firstWeight << 5);
  let u = next.weights + (taps.firstWeight << 5);
  const rows = taps.rows;
  const runs = taps.runs;
  const runLength = taps.runLength;
  const rowStep = plan.rowStep;
  const runStep = plan.runStep;
  const wRow = plan.rowWeights << 5;
  let a = f32x4.splat(0);
  let b = a;
  let c = a;
  let d = a;
  for (let row = 0; row < rows; row++) {
    let wp = w;
    let up = u;
    let start = x;
    for (let run = 0; run < runs; run++) {
      let p = start;
      const end = p + (runLength << 2);
      while (p < end) {
        const v = v128.load_splat<f32>(p);
        a = step(a, v128.load(wp), v);
        b = step(b, v128.load(wp, 16), v);
        c = step(c, v128.load(up), v);
        d = step(d, v128.load(up, 16), v);
        p += 4;
        wp += 32;
        up += 32;
      }
      start += runStep;
    }
    x += rowStep;
    w += wRow;
    u += wRow;
  }
  const y = load<usize>(at, 4);
  v128.store(y + block.yOffset, finish(plan, a, block.bias, 0));
  storeLanes(y + block.yOffset + 16, finish(plan, b, block.bias, 16), block.lanes);
  v128.store(y + next.yOffset, finish(plan, c, next.bias, 0));
  storeLanes(y + next.yOffset + 16, finish(plan, d, next.bias, 16), next.lanes);
}

/** One position by four channels. */
export function oneByFour(
  plan: WeightedFloat32Plan,
  taps: TapClass,
  block: ChannelBlock,
  at: usize,
): void {
  let x = load<usize>(at) + block.xOffset;
  let w = block.weights + (taps.firstWeight << 4);
  const rows = taps.rows;
  const runs = taps.runs;
  const runLength = taps.runLength;
  let acc = f32x4.splat(0);
  for (let row = 0; row < rows; row++) {
    let wp = w;
    let start = x;
    for (let run = 0; run < runs; run++) {
      let p = start;
      const end = p + (runLength << 2);
      while (p < end) {
        acc = step(acc, v128.load(wp), v128.load_splat<f32>(p));
        p += 4;
        wp += 16;
      }
      start += plan.runStep;
    }
    x += plan.rowStep;
    w += plan.rowWeights << 4;
  }
  const y = load<usize>(at, 4) + block.yOffset;
  storeLanes(y, finish(plan, acc, block.bias, 0), block.lanes);
}
