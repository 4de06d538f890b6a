import { defaultMargin } from "../decide/mod.ts";
import { UsageError } from "../suite/error.ts";
import { parseOptions } from "./parse_options.ts";

/** What `recommend` was asked for. */
export interface RecommendArguments {
  readonly run: string;
  readonly model: string | undefined;
  readonly where: string | undefined;
  readonly maximize: string | undefined;
  /** As a share. */
  readonly margin: number;
}

/** Options of `recommend` that take a value, with what `--help` says of them. */
export const recommendOptions = {
  model: "NAME       one model of the run (all)",
  where: 'EXPR       only what fits: "arena_bytes <= 65536 and flash_bytes <= 2^18"',
  maximize:
    'EXPR    what to choose by instead: "mean_accuracy", or, if it begins with -, --maximize=-latency_us',
  margin: "POINTS    loss that counts as none, in points (1)",
} as const;

/**
 * The arguments of `recommend`.
 *
 * @throws {UsageError} On an unknown option or a value that breaks a rule: says what to type instead.
 */
export function parseRecommendArguments(args: readonly string[]): RecommendArguments {
  const { positional, text } = parseOptions(args, { options: recommendOptions, flags: {} });
  const [run, ...rest] = positional;
  if (run === undefined || rest.length > 0) {
    throw new UsageError(
      `Cannot recommend: the folder of one run must be named, got ${positional.length}; ` +
        "type recommend reports/digits/reference",
    );
  }
  const margin = text("margin");
  return {
    run,
    model: text("model"),
    where: text("where"),
    maximize: text("maximize"),
    margin: margin === undefined ? defaultMargin : parsePoints("margin", margin) / 100,
  };
}

/** A number of points or percent, from 0 to 100. */
export function parsePoints(option: string, text: string): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
  if (value >= 0 && value <= 100) return value;
  throw new UsageError(
    `Cannot use --${option} "${text}": it must be a number from 0 to 100, such as 0.5`,
  );
}
