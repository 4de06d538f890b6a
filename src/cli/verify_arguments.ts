import { schemeKinds, weightGranularities, type WeightGranularity } from "../quantize/scheme.ts";
import type { SchemeKind } from "../quantize/scheme.ts";
import { UsageError } from "../suite/error.ts";
import { dataDirOf } from "./data_dir.ts";
import { parseOptions } from "./parse_options.ts";
import { parseInteger, parseName, parseNames } from "./values.ts";

/** Schemes that say by their name alone what becomes of a model: all but mixed. */
type VerifiedKind = Exclude<SchemeKind, "mixed">;

const verifiedKinds = schemeKinds.filter((kind): kind is VerifiedKind => kind !== "mixed");

/** What `verify` was asked for. */
export interface VerifyArguments {
  readonly model: string;
  readonly schemes: readonly VerifiedKind[];
  readonly weights: WeightGranularity;
  readonly samples: number;
  readonly seed: number;
  readonly suite: string | undefined;
  readonly dataDir: string;
  readonly onnxruntime: boolean;
}

/** Options of `verify` that take a value, with what `--help` says of them. */
export const verifyOptions = {
  schemes: "LIST     schemes to compare with float32 (static,dynamic,hybrid)",
  weights: `NAME     ${weightGranularities.join(", ")} (per-channel)`,
  samples: "N        inputs to compare on (16)",
  suite: "NAME       take the inputs from the evaluation data of a suite (else uniform in [0, 1))",
  "data-dir": "DIR     folder of downloaded data sets (the user's cache folder)",
  seed: "N           seed of the random inputs (0)",
} as const;

/** Options of `verify` without a value. */
export const verifyFlags = {
  onnxruntime: "also compare float32 with onnxruntime-web; fetched from npm the first time",
} as const;

/** The most inputs: all their activations are held at once. */
const samplesMax = 256;

/**
 * The arguments of `verify`.
 *
 * @throws {UsageError} On an unknown option or a value that breaks a rule: says what to type instead.
 */
export function parseVerifyArguments(args: readonly string[]): VerifyArguments {
  const { positional, text, flag } = parseOptions(args, {
    options: verifyOptions,
    flags: verifyFlags,
  });
  const [model, ...rest] = positional;
  if (model === undefined || rest.length > 0) {
    throw new UsageError(
      `Cannot verify: one .onnx or .tflite file must be named, got ${positional.length}; ` +
        "type verify model.onnx",
    );
  }
  const schemes = text("schemes");
  const weights = text("weights");
  return {
    model,
    schemes: schemes === undefined
      ? ["static", "dynamic", "hybrid"]
      : parseNames("schemes", schemes, verifiedKinds).filter((scheme) => scheme !== "float32"),
    weights: weights === undefined
      ? "per-channel"
      : parseName("weights", weights, weightGranularities),
    samples: parseInteger("samples", text("samples") ?? "16", { min: 1, max: samplesMax }),
    seed: parseInteger("seed", text("seed") ?? "0", { min: 0 }),
    suite: text("suite"),
    dataDir: dataDirOf(text("data-dir")),
    onnxruntime: flag("onnxruntime"),
  };
}
