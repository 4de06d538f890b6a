import { parseArgs } from "@std/cli";
import { type CalibratorName } from "../src/calibrate/mod.ts";
import { parseInteger, parseIntegers, parseName, parseNames } from "../src/cli/values.ts";
import { type KernelSetName, kernelSetNames } from "../src/kernels/mod.ts";
import { UsageError } from "../src/suite/mod.ts";

/** The calibrators that onnxruntime has too. */
export const sweepCalibrators = [
  "min-max",
  "moving-average",
  "percentile",
  "entropy",
] as const satisfies readonly CalibratorName[];

/** The name of one of them. */
export type SweepCalibrator = typeof sweepCalibrators[number];

/** What `bench:sweep` was asked for; absent is the default of a run. */
export interface SweepArguments {
  readonly model: string;
  readonly suite: string;
  readonly calibrators: readonly SweepCalibrator[];
  readonly sizes: readonly number[] | undefined;
  readonly draws: number | undefined;
  readonly samples: number | undefined;
  readonly kernels: KernelSetName;
  readonly workers: number;
  /** Where to write the inputs for the peer. */
  readonly data: string | undefined;
  /** A Python that has `bench/peers/requirements.txt`: compare with onnxruntime. */
  readonly python: string | undefined;
  /** Further options of `ort_sweep.py`. */
  readonly peerOptions: readonly string[];
  readonly runs: number;
  readonly json: boolean;
}

const usage = "deno task bench:sweep MODEL [--suite NAME] [--calibrators LIST] [--sizes LIST] " +
  "[--draws N] [--samples N] [--kernels NAME] [--workers N] [--data DIR] [--json] " +
  "[--python PATH [--runs N] [--activations uint8|int8] [--jobs N] [--batch N]]";

/** Options that are handed on to `ort_sweep.py`. */
const peerOptionNames = ["activations", "jobs", "batch"] as const;

const optionNames = [
  "suite",
  "calibrators",
  "sizes",
  "draws",
  "samples",
  "kernels",
  "workers",
  "data",
  "python",
  "runs",
  ...peerOptionNames,
] as const;

/**
 * The arguments of `bench:sweep`.
 *
 * @throws {UsageError} On an unknown option, a missing model or a value that breaks a rule.
 */
export function parseSweepArguments(
  args: readonly string[],
  { cores }: { readonly cores: number },
): SweepArguments {
  const parsed = parseArgs(args, {
    string: [...optionNames, "_"],
    boolean: ["json"],
    unknown: (arg, key) => {
      if (key === undefined) return true;
      throw new UsageError(`Cannot use option "${arg}": it is unknown; type ${usage}`);
    },
  });
  const [model, ...rest] = parsed._.map(String);
  if (model === undefined || rest.length > 0) {
    throw new UsageError(
      `Cannot run the sweep: it takes one model, got ${parsed._.length}; type ${usage}`,
    );
  }
  const given = <T>(option: typeof optionNames[number], parse: (text: string) => T) => {
    const value = parsed[option];
    return typeof value === "string" && value !== "" ? parse(value) : undefined;
  };
  const count = (option: typeof optionNames[number]) =>
    given(option, (text) => parseInteger(option, text, { min: 1 }));
  const same = (text: string) => text;
  return {
    model,
    suite: given("suite", same) ?? "digits",
    calibrators:
      given("calibrators", (text) => parseNames("calibrators", text, sweepCalibrators)) ??
        sweepCalibrators,
    sizes: given("sizes", (text) => parseIntegers("sizes", text)),
    draws: count("draws"),
    samples: count("samples"),
    kernels: given("kernels", (text) => parseName("kernels", text, kernelSetNames)) ??
      kernelSetNames[0],
    workers: count("workers") ?? cores,
    data: given("data", same),
    python: given("python", same),
    peerOptions: peerOptionNames.flatMap((option) =>
      given(option, (text) => [`--${option}`, text]) ?? []
    ),
    runs: count("runs") ?? 5,
    json: parsed["json"] === true,
  };
}
