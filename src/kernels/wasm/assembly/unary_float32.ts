/** Elementwise float32 functions of one value: `count` elements from x to y. */
import { expFloat32x4 } from "./exp_float32";

// @ts-ignore: decorator
@inline
function clamped(x: v128, lowest: v128, highest: v128): v128 {
  return f32x4.min(f32x4.max(x, lowest), highest);
}

/** `y = clamp(x)`: at least min, then at most max. */
export function clampFloat32(x: usize, y: usize, count: i32, lowest: f32, highest: f32): void {
  const lo = f32x4.splat(lowest);
  const hi = f32x4.splat(highest);
  const end = x + (<usize>count << 2);
  for (; x + 16 <= end; x += 16, y += 16) v128.store(y, clamped(v128.load(x), lo, hi));
  for (; x < end; x += 4, y += 4) {
    v128.store_lane<f32>(y, clamped(v128.load_zero<f32>(x), lo, hi), 0);
  }
}

// @ts-ignore: decorator
@inline
function leaky(x: v128, alpha: v128): v128 {
  return v128.bitselect(x, f32x4.mul(alpha, x), f32x4.ge(x, f32x4.splat(0)));
}

/** `y = x` where x >= 0, else `alpha * x`. */
export function leakyReluFloat32(x: usize, y: usize, count: i32, alpha: f32): void {
  const slope = f32x4.splat(alpha);
  const end = x + (<usize>count << 2);
  for (; x + 16 <= end; x += 16, y += 16) v128.store(y, leaky(v128.load(x), slope));
  for (; x < end; x += 4, y += 4) {
    v128.store_lane<f32>(y, leaky(v128.load_zero<f32>(x), slope), 0);
  }
}

// @ts-ignore: decorator
@inline
function sigmoid(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, expFloat32x4(f32x4.neg(x))));
}

/** `y = 1 / (1 + e^-x)`. */
export function sigmoidFloat32(x: usize, y: usize, count: i32): void {
  const end = x + (<usize>count << 2);
  for (; x + 16 <= end; x += 16, y += 16) v128.store(y, sigmoid(v128.load(x)));
  for (; x < end; x += 4, y += 4) v128.store_lane<f32>(y, sigmoid(v128.load_zero<f32>(x)), 0);
}

/** The two branches of `common/tanh_float32.ts`. */
// @ts-ignore: decorator
@inline
function tanh(x: v128): v128 {
  const a = f32x4.abs(x);
  const u = f32x4.mul(x, x);
  let p = f32x4.add(
    f32x4.mul(f32x4.splat(-0.005717045161873102), u),
    f32x4.splat(0.02065058797597885),
  );
  p = f32x4.add(f32x4.mul(p, u), f32x4.splat(-0.05374349653720856));
  p = f32x4.add(f32x4.mul(p, u), f32x4.splat(0.13331490755081177));
  p = f32x4.add(f32x4.mul(p, u), f32x4.splat(-0.3333328366279602));
  const near = f32x4.add(x, f32x4.mul(x, f32x4.mul(u, p)));
  const one = f32x4.splat(1);
  const two = f32x4.splat(2);
  const e = expFloat32x4(f32x4.mul(two, a));
  const t = f32x4.sub(one, f32x4.div(two, f32x4.add(e, one)));
  const far = v128.bitselect(f32x4.neg(t), t, f32x4.lt(x, f32x4.splat(0)));
  return v128.bitselect(near, far, f32x4.lt(a, f32x4.splat(0.625)));
}

/** `y = tanh x`. */
export function tanhFloat32(x: usize, y: usize, count: i32): void {
  const end = x + (<usize>count << 2);
  for (; x + 16 <= end; x += 16, y += 16) v128.store(y, tanh(v128.load(x)));
  for (; x < end; x += 4, y += 4) v128.store_lane<f32>(y, tanh(v128.load_zero<f32>(x)), 0);
}

// @ts-ignore: decorator
@inline
function hardSigmoid(x: v128, alpha: v128, beta: v128): v128 {
  const line = f32x4.add(f32x4.mul(alpha, x), beta);
  return clamped(line, f32x4.splat(0), f32x4.splat(1));
}

/** `y = alpha * x + beta` held to [0, 1]. */
export function hardSigmoidFloat32(x: usize, y: usize, count: i32, alpha: f32, beta: f32): void {
  const slope = f32x4.splat(alpha);
  const base = f32x4.splat(beta);
  const end = x + (<usize>count << 2);
  for (; x + 16 <= end; x += 16, y += 16) v128.store(y, hardSigmoid(v128.load(x), slope, base));
  for (; x < end; x += 4, y += 4) {
    v128.store_lane<f32>(y, hardSigmoid(v128.load_zero<f32>(x), slope, base), 0);
  }
}

// @ts-ignore: decorator
@inline
function hardSwish(x: v128): v128 {
  const sixth = f32x4.splat(<f32>(1.0 / 6.0));
  return f32x4.mul(x, hardSigmoid(x, sixth, f32x4.splat(0.5)));
}

/** `y = x * clamp(x / 6 + 1/2, 0, 1)`. */
export function hardSwishFloat32(x: usize, y: usize, count: i32): void {
  const end = x + (<usize>count << 2);
  for (; x + 16 <= end; x += 16, y += 16) v128.store(y, hardSwish(v128.load(x)));
  for (; x < end; x += 4, y += 4) v128.store_lane<f32>(y, hardSwish(v128.load_zero<f32>(x)), 0);
}
