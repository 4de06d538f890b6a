/**
 * Which taps of a sliding window fall inside the input, along one axis: tap t of a window that
 * begins at `origin = position * stride - pad` reads `origin + t * dilation`. The taps inside are
 * those from {@linkcode tapStart} up to but not including {@linkcode tapEnd}.
 */

/** The first tap at or after the beginning of the input. */
export function tapStart(origin: number, dilation: number): number {
  return origin < 0 ? Math.ceil(-origin / dilation) : 0;
}

/** One past the last tap before the end of an input of `size`, of `taps` in all. */
export function tapEnd(
  origin: number,
  dilation: number,
  { taps, size }: { readonly taps: number; readonly size: number },
): number {
  return Math.min(taps, Math.ceil((size - origin) / dilation));
}
