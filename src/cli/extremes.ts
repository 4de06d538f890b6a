/** The smallest and the largest of some values. */
export function extremesOf(
  values: Float32Array,
): { readonly lo: number; readonly hi: number } {
  return {
    lo: values.reduce((a, b) => Math.min(a, b), Infinity),
    hi: values.reduce((a, b) => Math.max(a, b), -Infinity),
  };
}

/** A value with three digits. */
export function threeDigits(value: number): string {
  return String(Number(value.toPrecision(3)));
}
