/**
 * The integer arithmetic again, straight from its published form, on BigInt: what the kernels are
 * checked against. It shares no code with them.
 */

/** A multiplier `m * 2^(e - 31)`. */
export interface Multiplier {
  readonly m: bigint;
  readonly e: number;
}

/** Scale and zero point. */
export interface Parameters {
  readonly scale: number;
  readonly zeroPoint: number;
}

const f = Math.fround;

/** Nearest integer, halves away from zero. */
export function round(x: number): number {
  const size = Math.abs(x);
  const whole = Math.floor(size);
  const rounded = size - whole >= 0.5 ? whole + 1 : whole;
  return x < 0 ? 0 - rounded : rounded;
}

/** `x` at least `lo`, then at most `hi`. */
export function hold(x: number, lo: number, hi: number): number {
  const raised = x < lo ? lo : x;
  return raised > hi ? hi : raised;
}

/** `QuantizeMultiplier` of a real that is not negative. */
export function quantizeMultiplier(value: number): Multiplier {
  if (value === 0) return { m: 0n, e: 0 };
  let q = value;
  let e = 0;
  for (; q >= 1; e++) q /= 2;
  for (; q < 0.5; e--) q *= 2;
  let m = BigInt(round(q * 2 ** 31));
  if (m === 2n ** 31n) {
    m /= 2n;
    e++;
  }
  return e < -31 ? { m: 0n, e: 0 } : { m, e };
}

/** `SaturatingRoundingDoublingHighMul`: the truncating form, as published. */
export function srdhm(a: bigint, b: bigint, bits = 32n): bigint {
  const lowest = -(2n ** (bits - 1n));
  if (a === lowest && b === lowest) return -lowest - 1n;
  const product = a * b;
  const nudge = product >= 0n ? 2n ** (bits - 2n) : 1n - 2n ** (bits - 2n);
  return (product + nudge) / 2n ** (bits - 1n);
}

/** `RoundingDivideByPOT`. */
export function rdbpot(x: bigint, exponent: number): bigint {
  const mask = (1n << BigInt(exponent)) - 1n;
  const remainder = x & mask;
  const threshold = (mask >> 1n) + (x < 0n ? 1n : 0n);
  return (x >> BigInt(exponent)) + (remainder > threshold ? 1n : 0n);
}

/** `MultiplyByQuantizedMultiplier`, double rounding. */
export function scaled(x: number, { m, e }: Multiplier): number {
  const left = BigInt.asIntN(32, BigInt(x) << BigInt(Math.max(e, 0)));
  return Number(rdbpot(srdhm(left, m), Math.max(-e, 0)));
}

/** `x * 2^exponent` saturated to `bits` bits. */
export function saturated(x: bigint, exponent = 0, bits = 32n): bigint {
  const limit = 2n ** (bits - 1n);
  const shifted = x << BigInt(exponent);
  return shifted < -limit ? -limit : shifted >= limit ? limit - 1n : shifted;
}

/** Scale and zero point of a range: the rule of DESIGN, in float32. */
export function parametersOfRange(lo: number, hi: number, floor = 0): Parameters {
  const low = f(Math.min(lo, 0));
  const high = f(Math.max(hi, 0));
  const width = f(high - low);
  if (width === 0 && floor <= 1) return { scale: 1, zeroPoint: 0 };
  const scale = Math.max(f(width / 255), f(floor), 2 ** -126);
  return { scale, zeroPoint: hold(round(f(-128 - f(low / scale))), -128, 127) };
}

/** Code bounds of a clamp. */
export function codesOf(
  { min, max }: { readonly min: number; readonly max: number },
  { scale, zeroPoint }: Parameters,
): { readonly lo: number; readonly hi: number } {
  const code = (real: number) => hold(zeroPoint + round(f(real / scale)), -128, 127);
  return { lo: code(min), hi: code(max) };
}
