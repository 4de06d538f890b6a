/** What a chart or a table can show of a name. */
const longestName = 60;

/**
 * A name as pictures and tables show it: control characters removed, cut after 60 characters.
 * Charts draw it as text and never read it as an expression. Names that every object has
 * (`constructor`, `__proto__`) are quoted: Vega keeps groups of rows in plain objects.
 */
export function displayName(name: string): string {
  const clean = name.slice(0, 4 * longestName).replaceAll(/\p{Cc}/gu, "");
  if (Object.hasOwn(Object.prototype, clean)) return `"${clean}"`;
  return clean.length > longestName ? `${clean.slice(0, longestName - 1)}…` : clean;
}

/** `1,000`: an integer with separators between thousands, the same in every locale. */
export function formatCount(count: number): string {
  return String(count).replaceAll(/\B(?=(\d{3})+$)/g, ",");
}

/** `97.8`: a share in percent, one decimal. */
export function formatPercent(share: number): string {
  return (100 * share).toFixed(1);
}

/** `97.8`, or `0.978` of an AUC, which is no share: a value of a metric without its unit. */
export function formatValue(value: number, metric: string): string {
  return metric === "auc" ? value.toFixed(3) : formatPercent(value);
}

/** `97.8 % [96.7, 98.6]`, or `0.978 [0.967, 0.986]`: a value of a metric and its interval. */
export function formatInterval(
  { value, lo, hi }: { readonly value: number; readonly lo: number; readonly hi: number },
  metric: string,
): string {
  const [middle, low, high] = [value, lo, hi].map((one) => formatValue(one, metric));
  return `${middle}${metric === "auc" ? "" : " %"} [${low}, ${high}]`;
}

/** `12.3 k`, `4.56 M`: three significant digits and a decimal prefix. */
export function formatQuantity(value: number): string {
  const prefixes = [["G", 1e9], ["M", 1e6], ["k", 1e3]] as const;
  for (const [prefix, unit] of prefixes) {
    if (value >= 0.9995 * unit) return `${threeDigits(value / unit)} ${prefix}`;
  }
  return Number.isInteger(value) ? String(value) : threeDigits(value);
}

/** `48.2 KiB`: bytes with a binary prefix, three significant digits. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${threeDigits(bytes / 1024)} KiB`;
  return `${threeDigits(bytes / (1024 * 1024))} MiB`;
}

function threeDigits(value: number): string {
  return value >= 99.95 ? value.toFixed(0) : value >= 9.995 ? value.toFixed(1) : value.toFixed(2);
}

/** `1,000 evaluation samples`, or `200 to 1,000` where rows differ. */
export function samplesText(rows: readonly { readonly samples: number }[]): string {
  const counts = rows.map((row) => row.samples);
  const least = counts.reduce((a, b) => Math.min(a, b), Infinity);
  const most = counts.reduce((a, b) => Math.max(a, b), 0);
  const range = least < most ? `${formatCount(least)} to ${formatCount(most)}` : formatCount(most);
  return `${range} evaluation samples`;
}

/** `top-1 accuracy`, `AUC`, `agreement with float32`, or the name of another metric. */
export function metricLabel(rows: readonly { readonly metric: string }[]): string {
  const metric = rows[0]?.metric ?? "";
  if (metric === "top-1") return "top-1 accuracy";
  if (metric === "auc") return "AUC";
  return metric === "fidelity" ? "agreement with float32" : displayName(metric);
}

/** `Accuracy`, `AUC` or `Agreement`: a metric as the title of a picture begins. */
export function metricTitle(rows: readonly { readonly metric: string }[]): string {
  const metric = rows[0]?.metric;
  if (metric === "auc") return "AUC";
  return metric === "fidelity" ? "Agreement" : "Accuracy";
}

/** `12.3 µs`, `4.56 ms`: a time given in microseconds. */
export function formatDurationUs(us: number): string {
  return us < 999.5 ? `${threeDigits(us)} µs` : `${threeDigits(us / 1000)} ms`;
}

/** The warning codes of a row. */
export function warningCodes(row: { readonly warnings: string }): readonly string[] {
  return row.warnings.split(" ").filter((code) => code !== "");
}

/** Whether float32 itself has lost its accuracy here: shown, and kept out of decisions. */
export function isFloatCollapsed(row: { readonly warnings: string }): boolean {
  return warningCodes(row).includes("float-collapsed");
}
