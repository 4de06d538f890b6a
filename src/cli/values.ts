import { closestString } from "@std/text";
import { UsageError } from "../suite/error.ts";

/** The words of a comma-separated list, each of them known. */
export function parseNames<T extends string>(
  option: string,
  text: string,
  known: readonly T[],
): readonly T[] {
  const words = text.split(",").map((word) => word.trim()).filter((word) => word !== "");
  if (words.length === 0) {
    throw new UsageError(
      `Cannot use --${option} "${text}": it must name at least one of ${known.join(", ")}`,
    );
  }
  return [...new Set(words)].map((word) => parseName(option, word, known));
}

/** A known word. */
export function parseName<T extends string>(
  option: string,
  word: string,
  known: readonly T[],
): T {
  const name = known.find((candidate) => candidate === word);
  if (name !== undefined) return name;
  throw new UsageError(
    `Cannot use --${option} "${word}": it must be one of ${known.join(", ")}; ` +
      `did you mean "${closestString(word, known)}"?`,
  );
}

/** A whole number from `min` to `max`. */
export function parseInteger(
  option: string,
  text: string,
  { min, max = Number.MAX_SAFE_INTEGER }: { readonly min: number; readonly max?: number },
): number {
  const value = /^-?\d+$/.test(text) ? Number(text) : NaN;
  if (Number.isSafeInteger(value) && value >= min && value <= max) return value;
  const limit = max === Number.MAX_SAFE_INTEGER ? `at least ${min}` : `${min} to ${max}`;
  throw new UsageError(`Cannot use --${option} "${text}": it must be a whole number, ${limit}`);
}

/** The most numbers that a range may stand for. */
const rangeLimit = 10_000;

/** `100`, `100,200,500` or `100:1000:100` (first, last, step), in ascending order, each once. */
export function parseIntegers(option: string, text: string): readonly number[] {
  const numbers = text.split(",").flatMap((part) => {
    const [first, last, step, ...rest] = part.split(":").map((n) =>
      parseInteger(option, n, { min: 1 })
    );
    if (last === undefined) return [first!];
    if (rest.length > 0 || last < first! || (last - first!) / (step ?? 1) > rangeLimit) {
      throw new UsageError(
        `Cannot use --${option} "${part}": a range must be FIRST:LAST:STEP with FIRST at most LAST ` +
          `and at most ${rangeLimit} steps, such as 100:1000:100`,
      );
    }
    const count = Math.floor((last - first!) / (step ?? 1)) + 1;
    return Array.from({ length: count }, (_, i) => first! + i * (step ?? 1));
  });
  return [...new Set(numbers)].sort((a, b) => a - b);
}
