/** Int8 softmax: `common/softmax_int8.ts` and `common/gemmlowp.ts`, line by line. */
import { requantize } from "./fixed_point";
import { Int8Buffer, scaleAt } from "./int8_buffer";
import { storeFixedPoint } from "./multiplier";

/** What a bound softmax keeps in memory. */
@unmanaged
export class SoftmaxInt8Plan {
  x: Int8Buffer;
  y: usize;
  rows: i32;
  length: i32;
  /** Room for the exponentials of a row. */
  exps: usize;
  /** How a distance below the row's maximum becomes Q5.26, and from which on e^x counts. */
  multiplier: i32;
  shift: i32;
  lowest: i32;
}

// @ts-ignore: decorator
@inline
function multiply(a: i32, b: i32): i32 {
  return <i32>((<i64>a * <i64>b + (1 << 30)) >> 31);
}

/** Ties away from zero; exponent from 1 to 31. */
// @ts-ignore: decorator
@inline
function divideByPowerOfTwo(x: i32, exponent: i32): i32 {
  const d = <i64>x + (x >> 31);
  return <i32>((d + ((<i64>1) << (exponent - 1))) >> exponent);
}

// @ts-ignore: decorator
@inline
function saturatingShiftLeft(x: i32, exponent: i32): i32 {
  const shifted = <i64>x << exponent;
  return <i32>min<i64>(max<i64>(shifted, i32.MIN_VALUE), i32.MAX_VALUE);
}

/** e^a in Q0.31 for a in [-1/4, 0). */
function expOnQuarter(a: i32): i32 {
  const x = a + (1 << 28);
  const x2 = multiply(x, x);
  const x3 = multiply(x2, x);
  const quarterX4 = divideByPowerOfTwo(multiply(x2, x2), 2);
  const higher = divideByPowerOfTwo(multiply(quarterX4 + x3, 715827883) + x2, 1);
  return 1895147668 + multiply(1895147668, x + higher);
}

/** e^a in Q0.31 for a <= 0 in Q5.26. */
function expOnNegative(a: i32): i32 {
  if (a == 0) return i32.MAX_VALUE;
  const inQuarter = (a & 0xffffff) - 0x1000000;
  let result = expOnQuarter(inQuarter << 5);
  const remainder = inQuarter - a;
  if (remainder & (1 << 24)) result = multiply(result, 1672461947);
  if (remainder & (1 << 25)) result = multiply(result, 1302514674);
  if (remainder & (1 << 26)) result = multiply(result, 790015084);
  if (remainder & (1 << 27)) result = multiply(result, 290630308);
  if (remainder & (1 << 28)) result = multiply(result, 39332535);
  if (remainder & (1 << 29)) result = multiply(result, 720401);
  if (remainder & (1 << 30)) result = multiply(result, 242);
  return result;
}

/** `1 / (1 + a)` in Q0.31 for a in [0, 1]. */
function oneOverOnePlus(a: i32): i32 {
  const half = <i32>((<i64>a + 0x80000000) >> 1);
  let x = 1515870810 + multiply(half, -1010580540);
  for (let step = 0; step < 3; step++) {
    x += saturatingShiftLeft(multiply(x, (1 << 29) - multiply(half, x)), 2);
  }
  return saturatingShiftLeft(x, 1);
}

/** The scaling of a sample: multiplier `s_in * 2^26`, lowest `-floor(31 * 2^26 / 2^shift)`. */
function prepare(plan: SoftmaxInt8Plan, scale: f32): void {
  const at = changetype<usize>(plan);
  const most = 31 << 26;
  storeFixedPoint(
    scale < 16 ? <f64>scale * 67108864 : 0,
    at + offsetof<SoftmaxInt8Plan>("multiplier"),
    at + offsetof<SoftmaxInt8Plan>("shift"),
  );
  plan.lowest = scale < 16 ? -(most >> max(plan.shift, 0)) : 0;
}

/** One row, as `softmaxRowInt8`. */
function softmaxRow(plan: SoftmaxInt8Plan, x: usize, y: usize): void {
  const length = <usize>plan.length;
  const exps = plan.exps;
  let most: i32 = -128;
  for (let i: usize = 0; i < length; i++) most = max<i32>(most, load<i8>(x + i));
  let sum = 0;
  for (let i: usize = 0; i < length; i++) {
    const difference = <i32>load<i8>(x + i) - most;
    let e = 0;
    if (difference >= plan.lowest) {
      e = expOnNegative(requantize(difference, plan.multiplier, plan.shift));
    }
    store<i32>(exps + (i << 2), e);
    sum += divideByPowerOfTwo(e, 12);
  }
  const headroom = clz(sum);
  const reciprocal = oneOverOnePlus((sum << headroom) ^ i32.MIN_VALUE);
  const right = 35 - headroom;
  for (let i: usize = 0; i < length; i++) {
    const product = multiply(reciprocal, load<i32>(exps + (i << 2)));
    // From 32 on, less than half a code is left of any product.
    const steps = right > 31 ? 0 : divideByPowerOfTwo(product, right);
    store<i8>(y + i, <i8>min(max(steps - 128, -128), 127));
  }
}

/** Softmax along each row to scale 1/256, zero point -128. */
export function softmaxInt8(plan: SoftmaxInt8Plan, samples: i32): void {
  const length = <usize>plan.length;
  let x = plan.x.data;
  let y = plan.y;
  for (let sample = 0; sample < samples; sample++) {
    prepare(plan, scaleAt(plan.x, sample));
    for (let row = 0; row < plan.rows; row++) {
      softmaxRow(plan, x, y);
      x += length;
      y += length;
    }
  }
}
