import { UsageError } from "../../suite/error.ts";
import { parseOptions } from "../parse_options.ts";

/** What `init` was asked for. */
export interface InitArguments {
  /** The folder of the new suite. */
  readonly folder: string;
  readonly model: string;
  readonly data: string;
  readonly labels: string | undefined;
  readonly shipped: string | undefined;
}

/** Options of `init` that take a value, with what `--help` says of them. */
export const initOptions = {
  model: "FILE       a float32 .onnx or .tflite file; it is copied into the suite",
  data: "PATH        a folder of images (a folder a class) or of WAV, .npz, .npy, .csv or IDX",
  labels: "FILE      labels of a .npy or IDX file, where they are in a file of their own",
  shipped: "FILE     the same model as it was shipped in int8, to stand beside ours",
} as const;

const example = "ptqbench init mine --model model.onnx --data photos";

/**
 * The arguments of `init`.
 *
 * @throws {UsageError} On an unknown option, or one that is missing: says what to type.
 */
export function parseInitArguments(args: readonly string[]): InitArguments {
  const { positional, text } = parseOptions(args, { options: initOptions, flags: {} });
  const [folder, ...rest] = positional;
  if (folder === undefined || rest.length > 0) {
    throw new UsageError(
      `Cannot make a suite: one new folder must be named, got ${positional.length}; type ${example}`,
    );
  }
  const needed = (option: "model" | "data"): string => {
    const value = text(option);
    if (value !== undefined) return value;
    throw new UsageError(
      `Cannot make suite "${folder}": --${option} must be given; type ${example}`,
    );
  };
  return {
    folder,
    model: needed("model"),
    data: needed("data"),
    labels: text("labels"),
    shipped: text("shipped"),
  };
}
