import {
  type Calibrator,
  calibratorNames,
  defaultCalibrators,
  isCalibratorName,
} from "../calibrate/calibrator.ts";
import { shiftNames } from "../data/shifts/mod.ts";
import { kernelSetNames } from "../kernels/mod.ts";
import { comparedKinds, weightGranularities } from "../quantize/scheme.ts";
import { UsageError } from "../suite/error.ts";
import type { RunExecution, RunMode, RunRequest } from "../suite/settings.ts";
import { dataDirOf } from "./data_dir.ts";
import { parseOptions } from "./parse_options.ts";
import { parseInteger, parseIntegers, parseName, parseNames } from "./values.ts";

/** What `run` was asked for. */
export interface RunArguments {
  readonly suites: readonly string[];
  readonly request: Omit<RunRequest, "calibrationIds">;
  readonly execution: RunExecution;
  readonly calibrationIdsFile: string | undefined;
  readonly dataDir: string;
  readonly out: string | undefined;
  readonly resume: boolean;
  readonly quiet: boolean;
}

/** Options that take a value, with what `--help` says of them. */
export const runOptions = {
  models: "LIST      models of the suite: mlp,lenet5 (all)",
  schemes: `LIST     ${comparedKinds.join(",")} (all that the suite has; mixed not in a quick run)`,
  weights: `LIST     ${weightGranularities.join(",")} (the suite's)`,
  calibrators: `LIST ${calibratorNames.join(",")} (all); percentile:99.9 sets its percentile`,
  sizes: "LIST       calibration-set sizes: 100:1000:100 or 100,500 (by mode)",
  draws: "N          random calibration sets of each size (by mode)",
  shifts: `LIST      ${shiftNames.join(",")} (the suite's)`,
  severities: "LIST  severities of the shifts: 1,3,5 (1,2,3,4,5)",
  samples: "N        evaluation samples (by mode)",
  "calibration-ids": "FILE  sample ids to calibrate on, in this order: a JSON list",
  seed: "N           seed of draws and noise (0)",
  workers: "N        worker threads (one a core); changes no result",
  kernels: `NAME     kernel set: ${kernelSetNames.join(", ")}; changes no result`,
  "data-dir": "DIR     folder of downloaded data sets and models (the user's cache folder)",
  out: "DIR          folder of the run (reports/SUITE/RUN-ID)",
} as const;

/** Options without a value. */
export const runFlags = {
  resume: "go on with an interrupted run of the same configuration",
  quick: "3 sizes, 2 draws, 200 samples: minutes",
  full: "10 sizes, 20 draws, every sample, every shift",
  quiet: "say nothing but errors",
} as const;

/**
 * The arguments of `run`.
 *
 * @throws {UsageError} On an unknown option or a value that breaks a rule: says what to type instead.
 */
export function parseRunArguments(
  args: readonly string[],
  { cores }: { readonly cores: number },
): RunArguments {
  const { positional, text, flag } = parseOptions(args, { options: runOptions, flags: runFlags });
  const given = <T>(option: keyof typeof runOptions, parse: (text: string) => T): T | undefined => {
    const value = text(option);
    return value === undefined ? undefined : parse(value);
  };
  if (flag("quick") && flag("full")) {
    throw new UsageError("Cannot use --quick with --full: choose one");
  }
  const mode: RunMode = flag("quick") ? "quick" : flag("full") ? "full" : "default";
  return {
    suites: positional.length > 0 ? positional : ["digits"],
    request: {
      mode,
      seed: given("seed", (value) => parseInteger("seed", value, { min: 0 })),
      models: given("models", (value) => value.split(",").map((name) => name.trim())),
      schemes: given("schemes", (value) => parseNames("schemes", value, comparedKinds)),
      weights: given("weights", (value) => parseNames("weights", value, weightGranularities)),
      calibrators: given("calibrators", (value) => parseCalibrators("calibrators", value)),
      sizes: given("sizes", (value) => parseIntegers("sizes", value)),
      draws: given("draws", (value) => parseInteger("draws", value, { min: 1, max: 1000 })),
      shifts: given("shifts", (value) => parseNames("shifts", value, shiftNames)),
      severities: given("severities", parseSeverities),
      samples: given("samples", (value) => parseInteger("samples", value, { min: 1 })),
    },
    execution: {
      workers: given("workers", (value) => parseInteger("workers", value, { min: 1, max: 256 })) ??
        cores,
      kernels: given("kernels", (value) => parseName("kernels", value, kernelSetNames)) ??
        kernelSetNames[0],
    },
    calibrationIdsFile: text("calibration-ids"),
    dataDir: dataDirOf(text("data-dir")),
    out: text("out"),
    resume: flag("resume"),
    quiet: flag("quiet"),
  };
}

function parseSeverities(text: string): readonly number[] {
  const severities = parseIntegers("severities", text);
  const wrong = severities.find((severity) => severity > 5);
  if (wrong === undefined) return severities;
  throw new UsageError(`Cannot use --severities "${text}": severities are 1 to 5, got ${wrong}`);
}

/** `min-max,percentile:99.9`. */
export function parseCalibrators(option: string, text: string): readonly Calibrator[] {
  return text.split(",").map((word): Calibrator => {
    const [name, parameter] = word.trim().split(":") as [string, string | undefined];
    if (!isCalibratorName(name)) {
      return defaultCalibrators[parseName(option, name, calibratorNames)];
    }
    if (parameter === undefined) return defaultCalibrators[name];
    const value = Number(parameter);
    if (name === "percentile" && value > 50 && value <= 100) {
      return { name, percentile: value };
    }
    if (name === "moving-average" && value > 0 && value <= 1) return { name, constant: value };
    throw new UsageError(
      `Cannot use --${option} "${word}": percentile takes a number above 50 and up to 100, ` +
        `moving-average one above 0 and up to 1, the others none; type percentile:99.9`,
    );
  });
}
