import { UsageError } from "../suite/error.ts";
import { parseOptions } from "./parse_options.ts";
import { parsePoints } from "./recommend_arguments.ts";

/** What `compare` was asked for. */
export interface CompareArguments {
  readonly first: string;
  readonly second: string;
  /** In points. */
  readonly points: number;
  /** Of cost, in percent. */
  readonly percent: number;
  readonly json: boolean;
}

/** Options of `compare` that take a value, with what `--help` says of them. */
export const compareOptions = {
  margin: "POINTS    loss in accuracy, AUC or agreement that is allowed, in points (1)",
  "cost-margin": "PERCENT  growth of instructions, arena and flash that is allowed (1)",
} as const;

/** Options of `compare` without a value. */
export const compareFlags = { json: "everything, as JSON" } as const;

/**
 * The arguments of `compare`.
 *
 * @throws {UsageError} On an unknown option or a value that breaks a rule: says what to type instead.
 */
export function parseCompareArguments(args: readonly string[]): CompareArguments {
  const { positional, text, flag } = parseOptions(args, {
    options: compareOptions,
    flags: compareFlags,
  });
  const [first, second, ...rest] = positional;
  if (first === undefined || second === undefined || rest.length > 0) {
    throw new UsageError(
      `Cannot compare: the folders of two runs must be named, got ${positional.length}; ` +
        "type compare reports/digits/before reports/digits/after",
    );
  }
  return {
    first,
    second,
    points: parsePoints("margin", text("margin") ?? "1"),
    percent: parsePoints("cost-margin", text("cost-margin") ?? "1"),
    json: flag("json"),
  };
}
