import { parseArgs } from "@std/cli";
import { type RoundingProfile, roundingProfiles } from "../../src/affine/mod.ts";
import { parseInteger, parseName, parseNames } from "../../src/cli/values.ts";
import { type KernelSetName, kernelSetNames } from "../../src/kernels/mod.ts";
import { UsageError } from "../../src/suite/mod.ts";
import { type TaskName, taskNames } from "./task.ts";

/** What `bench:mlperf` was asked for. */
export interface MlperfArguments {
  readonly dataDir: string;
  readonly tasks: readonly TaskName[];
  readonly seed: number;
  readonly kernels: KernelSetName;
  /** How our models and the shipped ones that they are compared with round. */
  readonly rounding: RoundingProfile;
}

const usage = "deno task bench:mlperf --data-dir DIR [--tasks LIST] [--seed N] [--kernels NAME] " +
  "[--rounding NAME]";
const optionNames = ["data-dir", "tasks", "seed", "kernels", "rounding"] as const;

/**
 * The arguments of `bench:mlperf`.
 *
 * @throws {UsageError} On an unknown option, a missing folder or a value that breaks a rule.
 */
export function parseMlperfArguments(args: readonly string[]): MlperfArguments {
  const parsed = parseArgs(args, {
    string: [...optionNames, "_"],
    unknown: (arg) => {
      throw new UsageError(`Cannot use "${arg}": it is unknown; type ${usage}`);
    },
  });
  const given = (option: typeof optionNames[number]): string | undefined => {
    const value = parsed[option];
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const dataDir = given("data-dir");
  if (dataDir === undefined) {
    throw new UsageError(`Cannot compare: --data-dir must name the data, got none; type ${usage}`);
  }
  const [tasks, seed, kernels, rounding] = (["tasks", "seed", "kernels", "rounding"] as const).map(
    given,
  );
  return {
    dataDir,
    tasks: tasks === undefined ? taskNames : parseNames("tasks", tasks, taskNames),
    seed: parseInteger("seed", seed ?? "1", { min: 0 }),
    kernels: kernels === undefined ? "wasm" : parseName("kernels", kernels, kernelSetNames),
    rounding: rounding === undefined ? "tflm" : parseName("rounding", rounding, roundingProfiles),
  };
}
