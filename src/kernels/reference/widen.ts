/**
 * Copies `wide.length` float32 values from element `from` of x on, as float64: their products and
 * sums then round to float32 without a conversion at each load.
 */
export function widen(x: Float32Array, from: number, wide: Float64Array): void {
  for (let i = 0; i < wide.length; i++) wide[i] = x[from + i]!;
}
