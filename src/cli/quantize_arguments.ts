import { type Calibrator, calibratorNames, defaultCalibrators } from "../calibrate/calibrator.ts";
import {
  isCalibrated,
  type SchemeKind,
  schemeKinds,
  weightGranularities,
  type WeightGranularity,
} from "../quantize/scheme.ts";
import { UsageError } from "../suite/error.ts";
import { dataDirOf } from "./data_dir.ts";
import { parseCalibrators } from "./options.ts";
import { parseOptions } from "./parse_options.ts";
import { parseInteger, parseName } from "./values.ts";

/** Where the ranges of fixed scales come from. */
export type RangeSource =
  | { readonly kind: "table"; readonly file: string }
  | {
    readonly kind: "suite";
    readonly suite: string;
    readonly calibrator: Calibrator;
    readonly size: number;
    readonly seed: number;
    readonly dataDir: string;
  };

/** What `quantize` was asked for. */
export interface QuantizeArguments {
  readonly model: string;
  readonly scheme: SchemeKind;
  readonly weights: WeightGranularity;
  /** Of scheme mixed alone: the values whose scales are found for each input. */
  readonly dynamic: readonly string[] | undefined;
  /** Absent for schemes without fixed scales. */
  readonly ranges: RangeSource | undefined;
  readonly codes: "int8" | "uint8";
  readonly writeTable: string | undefined;
  readonly out: string;
  readonly quiet: boolean;
}

/** The element types that codes of activations may have in a file. */
const codeTypes = ["int8", "uint8"] as const;

/** Options that take a value, with what `--help` says of them. */
export const quantizeOptions = {
  scheme: `NAME      ${schemeKinds.join(", ")}`,
  out: "FILE      the file to write; its ending says the format: .onnx or .tflite",
  weights: `NAME      ${weightGranularities.join(", ")} (${weightGranularities[0]})`,
  dynamic: "NAME,NAME  with mixed: the values to quantize for each input, as in mixed.csv of a run",
  calibrator: "NAME      min-max, entropy, percentile:99.9 and so on (min-max)",
  size: "N      samples to calibrate on (500)",
  seed: "N      seed of the draw of these samples (0)",
  suite: "SUITE      whose data, with its preprocessing, to calibrate on (digits)",
  "data-dir": "DIR  folder of downloaded data sets (the user's cache folder)",
  table: "FILE      ranges from a file of --write-table, instead of calibrating",
  "write-table": "FILE      write the ranges as JSON, to look at, to change, to use again",
  codes: "TYPE      int8, or uint8 for .onnx, which onnxruntime fuses on x86 (int8)",
} as const;

/** Options without a value. */
export const quantizeFlags = { quiet: "say nothing but errors" } as const;

type OptionName = keyof typeof quantizeOptions;

/** Options that say how to calibrate: none of them goes with --table. */
const calibrating: readonly OptionName[] = ["calibrator", "size", "seed", "suite", "data-dir"];

/**
 * The arguments of `quantize`.
 *
 * @throws {UsageError} On an unknown option, a missing one, options that exclude each other, or a value
 * that breaks a rule: says what to type instead.
 */
export function parseQuantizeArguments(args: readonly string[]): QuantizeArguments {
  const { positional, text, flag } = parseOptions(args, {
    options: quantizeOptions,
    flags: quantizeFlags,
  });
  const [model, ...rest] = positional;
  if (model === undefined || rest.length > 0) {
    throw new UsageError(
      `Cannot quantize: one model file must be named, got ${positional.length}; ` +
        "type quantize model.onnx --scheme static --out model-int8.onnx",
    );
  }
  const schemeName = text("scheme");
  if (schemeName === undefined) {
    throw new UsageError(
      `Cannot quantize "${model}": --scheme must be given, one of ${schemeKinds.join(", ")}`,
    );
  }
  const scheme = parseName("scheme", schemeName, schemeKinds);
  const out = text("out");
  if (out === undefined) {
    throw new UsageError(
      `Cannot quantize "${model}": --out must be given; type --out ${suggestedName(model, scheme)}`,
    );
  }
  checkTogether(scheme, (option) => text(option) !== undefined);
  const dynamic = text("dynamic");
  return {
    model,
    scheme,
    weights: parseName("weights", text("weights") ?? weightGranularities[0], weightGranularities),
    dynamic: scheme === "mixed" ? dynamicNames(model, dynamic) : undefined,
    ranges: isCalibrated(scheme) ? rangeSource(text) : undefined,
    codes: parseName("codes", text("codes") ?? codeTypes[0], codeTypes),
    writeTable: text("write-table"),
    out,
    quiet: flag("quiet"),
  };
}

function suggestedName(model: string, scheme: SchemeKind): string {
  return `${model.replace(/\.[^./]*$/, "")}-${scheme}.onnx`;
}

/** Refuses options that the scheme, or another option, leaves without effect. */
function checkTogether(scheme: SchemeKind, given: (option: OptionName) => boolean): void {
  const ranges: readonly OptionName[] = [...calibrating, "table", "write-table", "codes"];
  const idle = isCalibrated(scheme) ? undefined : ranges.find(given);
  if (idle !== undefined) {
    const calibrated = schemeKinds.filter(isCalibrated).join(", ");
    throw new UsageError(
      `Cannot use --${idle} with --scheme ${scheme}: only ${calibrated} have fixed scales; ` +
        `leave out --${idle}`,
    );
  }
  if (scheme !== "mixed" && given("dynamic")) {
    throw new UsageError(
      `Cannot use --dynamic with --scheme ${scheme}: only mixed leaves the choice of values; ` +
        "leave out --dynamic",
    );
  }
  if (scheme === "float32" && given("weights")) {
    throw new UsageError(
      "Cannot use --weights with --scheme float32: its weights are float32; leave out --weights",
    );
  }
  const other = given("table") ? calibrating.find(given) : undefined;
  if (other !== undefined) {
    throw new UsageError(
      `Cannot use --${other} with --table: the file has the ranges; leave out one of them`,
    );
  }
}

function dynamicNames(model: string, text: string | undefined): readonly string[] {
  const names = (text ?? "").split(",").map((name) => name.trim()).filter((name) => name !== "");
  if (names.length > 0) return [...new Set(names)];
  throw new UsageError(
    `Cannot quantize "${model}": with --scheme mixed, --dynamic must name the values to quantize for ` +
      "each input; take them from mixed.csv of a run, or from inspect",
  );
}

function rangeSource(text: (option: OptionName) => string | undefined): RangeSource {
  const file = text("table");
  if (file !== undefined) return { kind: "table", file };
  return {
    kind: "suite",
    suite: text("suite") ?? "digits",
    calibrator: parseCalibrator(text("calibrator")),
    size: parseInteger("size", text("size") ?? "500", { min: 1 }),
    seed: parseInteger("seed", text("seed") ?? "0", { min: 0 }),
    dataDir: dataDirOf(text("data-dir")),
  };
}

function parseCalibrator(word: string | undefined): Calibrator {
  if (word === undefined) return defaultCalibrators["min-max"];
  const [calibrator, ...rest] = parseCalibrators("calibrator", word);
  if (calibrator !== undefined && rest.length === 0) return calibrator;
  throw new UsageError(
    `Cannot use --calibrator "${word}": it must be one of ${calibratorNames.join(", ")}`,
  );
}
