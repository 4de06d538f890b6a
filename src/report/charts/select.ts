/** The distinct values of a column, in order of first appearance. */
export function distinct<Row, Value>(
  rows: readonly Row[],
  column: (row: Row) => Value,
): readonly Value[] {
  return [...new Set(rows.map(column))];
}

/**
 * The rows of one weight granularity: per-channel where there is any, else the first one; rows
 * without one (float32) stay.
 */
export function oneGranularity<Row extends { readonly weights: string | undefined }>(
  rows: readonly Row[],
): readonly Row[] {
  const present = distinct(rows, (row) => row.weights).filter((weights) => weights !== undefined);
  const kept = present.includes("per-channel") ? "per-channel" : present[0];
  return rows.filter((row) => row.weights === undefined || row.weights === kept);
}

/** The rows of every scheme but mixed. */
export function withoutMixed<Row extends { readonly scheme: string }>(
  rows: readonly Row[],
): readonly Row[] {
  return rows.filter((row) => row.scheme !== "mixed");
}

/** The rows of one kernel set: wasm where there is any, else the first one. */
export function oneKernelSet<Row extends { readonly kernels: string }>(
  rows: readonly Row[],
): readonly Row[] {
  const sets = distinct(rows, (row) => row.kernels);
  const kept = sets.includes("wasm") ? "wasm" : sets[0];
  return rows.filter((row) => row.kernels === kept);
}

/** `clean`, or a shift with its severity: `gain 3`. */
export function conditionLabel(
  { shift, severity }: { readonly shift: string; readonly severity: number },
): string {
  return severity === 0 ? shift : `${shift} ${severity}`;
}

/**
 * The range of a vertical axis of shares: from the least to the greatest value with a margin, so
 * that lines and labels stay inside the panel, and at least `leastSpan` wide, so that differences
 * of a few samples do not fill it. It does not go below 0, and passes 1 by no more than the margin.
 */
export function shareDomain(values: readonly number[], leastSpan: number): [number, number] {
  const least = values.reduce((a, b) => Math.min(a, b), 1);
  const most = values.reduce((a, b) => Math.max(a, b), 0);
  const span = Math.max(most - least, leastSpan);
  const margin = 0.06 * span;
  const hi = Math.min(1, Math.max(most + (span - (most - least)) / 2, span));
  return [Math.max(0, hi - span - margin), hi + margin];
}

/**
 * How to print the ticks of an axis of shares: in percent, with a decimal where the axis is short; of
 * AUCs as they are, with another decimal there.
 */
export function shareFormat([lo, hi]: readonly [number, number], metric?: string): string {
  const isShort = hi - lo < 0.08;
  if (metric === "auc") return isShort ? ".3f" : ".2f";
  return isShort ? ".1%" : ".0%";
}
