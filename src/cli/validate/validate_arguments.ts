import { UsageError } from "../../suite/error.ts";
import { dataDirOf } from "../data_dir.ts";
import { parseOptions } from "../parse_options.ts";

/** What `validate` was asked for. */
export interface ValidateArguments {
  readonly suite: string;
  readonly dataDir: string;
  readonly quiet: boolean;
}

/** Options of `validate` that take a value, with what `--help` says of them. */
export const validateOptions = {
  "data-dir": "DIR     folder of downloaded data sets and models (the user's cache folder)",
} as const;

/** Options of `validate` without a value. */
export const validateFlags = { quiet: "say nothing but errors" } as const;

/**
 * The arguments of `validate`.
 *
 * @throws {UsageError} On an unknown option, or when not one suite is named.
 */
export function parseValidateArguments(args: readonly string[]): ValidateArguments {
  const { positional, text, flag } = parseOptions(args, {
    options: validateOptions,
    flags: validateFlags,
  });
  const [suite, ...rest] = positional;
  if (suite === undefined || rest.length > 0) {
    throw new UsageError(
      `Cannot validate: one suite must be named, got ${positional.length}; type validate digits`,
    );
  }
  return { suite, dataDir: dataDirOf(text("data-dir")), quiet: flag("quiet") };
}
