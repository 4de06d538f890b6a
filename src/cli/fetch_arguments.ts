import { defaultDataDir, type Environment } from "../data/fetch/data_dir.ts";
import { UsageError } from "../suite/error.ts";
import { parseOptions } from "./parse_options.ts";

/** What `fetch` was asked for. */
export interface FetchArguments {
  /** The data set, by name or by the path of its folder; absent to list them all. */
  readonly dataset: string | undefined;
  readonly dataDir: string;
  readonly yes: boolean;
  readonly quiet: boolean;
}

/** Options of `fetch` that take a value, with what `--help` says of them. */
export const fetchOptions = {
  "data-dir": "DIR     folder of the data sets (ptqbench in the user's cache folder)",
} as const;

/** Options of `fetch` without a value. */
export const fetchFlags = {
  yes: "download more than 200 MB without asking",
  quiet: "no progress",
} as const;

/**
 * The arguments of `fetch`.
 *
 * @throws {UsageError} On an unknown option or more than one data set: says what to type instead.
 * @throws {DataError} When there is no --data-dir and no cache folder of the user.
 */
export function parseFetchArguments(args: readonly string[], env: Environment): FetchArguments {
  const { positional, text, flag } = parseOptions(args, {
    options: fetchOptions,
    flags: fetchFlags,
  });
  const [dataset, ...rest] = positional;
  if (rest.length > 0) {
    throw new UsageError(
      `Cannot fetch: at most one data set must be named, got ${positional.length}; ` +
        `type deno task fetch ${dataset}`,
    );
  }
  return {
    dataset,
    dataDir: text("data-dir") ?? defaultDataDir(env),
    yes: flag("yes"),
    quiet: flag("quiet"),
  };
}
