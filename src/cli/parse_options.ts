import { parseArgs } from "@std/cli";
import { closestString } from "@std/text";
import { UsageError } from "../suite/error.ts";

/** The arguments of a command, by kind. */
export interface ParsedOptions<Option extends string, Flag extends string> {
  readonly positional: readonly string[];
  /**
   * The value of an option, `undefined` where it was not given.
   *
   * @throws {UsageError} When it was given without a value.
   */
  text(option: Option): string | undefined;
  /** Whether a flag was given. */
  flag(flag: Flag): boolean;
}

/**
 * Parses the arguments of a command whose options and flags are described as `--help` prints them:
 * the text of an option begins with the word for its value.
 *
 * @throws {UsageError} On an unknown option: says which one is nearest.
 */
export function parseOptions<Option extends string, Flag extends string>(
  args: readonly string[],
  { options, flags }: {
    readonly options: Readonly<Record<Option, string>>;
    readonly flags: Readonly<Record<Flag, string>>;
  },
): ParsedOptions<Option, Flag> {
  const known = [...Object.keys(options), ...Object.keys(flags)];
  const parsed = parseArgs(args, {
    string: [...Object.keys(options), "_"],
    boolean: Object.keys(flags),
    unknown: (arg, key) => {
      if (key === undefined) return true;
      throw new UsageError(
        `Cannot use option "${arg}": it is unknown; did you mean "--${closestString(key, known)}"?`,
      );
    },
  });
  return {
    positional: parsed._.map(String),
    text: (option) => {
      const value: unknown = parsed[option];
      if (value === undefined) return undefined;
      if (typeof value === "string" && value !== "") return value;
      throw new UsageError(
        `Cannot use --${option}: it needs a value: --${option} ${options[option].split(" ")[0]}`,
      );
    },
    flag: (flag) => parsed[flag] === true,
  };
}
