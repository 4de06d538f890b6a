/** The float32 functions again, step by step: every kernel set computes these bits. */
const f = Math.fround;

/** `c[0] + c[1] x + ...` from the highest power down, each step rounded. */
function polynomial(x: number, coefficients: readonly number[]): number {
  return coefficients.reduceRight((sum, c) => f(f(sum * x) + f(c)));
}

/** e^x. */
export function exp(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x < f(-87.33654022216797)) return 0;
  if (x > f(88.72283172607422)) return Infinity;
  const n = Math.floor(f(f(x * f(1.4426950216293335)) + 0.5));
  const r = f(f(x - f(n * 0.693359375)) - f(n * f(-0.00021219444170128554)));
  const p = polynomial(r, [
    0.4999999403953552,
    0.1666652113199234,
    0.04166838899254799,
    0.00836874544620514,
    0.0013814537087455392,
  ]);
  return f(f(f(f(f(r * r) * p) + r) + 1) * 2 ** n); // exact scaling: one rounding is enough
}

/** tanh x. */
export function tanh(x: number): number {
  const size = Math.abs(x);
  if (size < 0.625) {
    const u = f(x * x);
    const p = polynomial(u, [
      -0.3333328366279602,
      0.13331490755081177,
      -0.05374349653720856,
      0.02065058797597885,
      -0.005717045161873102,
    ]);
    return f(x + f(x * f(u * p)));
  }
  const t = f(1 - f(2 / f(exp(f(2 * size)) + 1)));
  return x < 0 ? -t : t;
}

/** 1 / (1 + e^-x). */
export const sigmoid = (x: number) => f(1 / f(1 + exp(-x)));

/** Softmax of a row. */
export function softmax(row: readonly number[]): readonly number[] {
  const max = Math.max(...row);
  const exps = row.map((x) => exp(f(x - max)));
  const sum = exps.reduce((total, e) => f(total + e), 0);
  return exps.map((e) => f(e / sum));
}
