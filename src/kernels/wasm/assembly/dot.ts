/**
 * `accumulator + sum x * w` in each of four lanes. T is the type of the operands: four i8 a lane, or
 * two i16.
 *
 * The relaxed dot product of bytes is used beyond its portable range: it leaves open what a second
 * operand above 127 means. The loader asks the processor (`../operand.ts`) and runs this only where
 * the answer is exact for every byte.
 */
// @ts-ignore: decorator
@inline
export function dotAdd<T>(w: v128, x: v128, accumulator: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) {
    if (sizeof<T>() == 1) return i32x4.relaxed_dot_i8x16_i7x16_add_s(w, x, accumulator);
  }
  return i32x4.add(accumulator, i32x4.dot_i16x8_s(w, x));
}

/** `dotAdd` of 16 bytes at each address, added to the int32 at `out`: what the loader asks with. */
export function probeDot(w: usize, x: usize, out: usize): void {
  v128.store(out, dotAdd<i8>(v128.load(w), v128.load(x), v128.load(out)));
}
