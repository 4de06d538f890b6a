import { z } from "zod";
import { roundingProfiles } from "../affine/mod.ts";
import { type RawShift, samplesSchema, shiftNames, shifts } from "../data/mod.ts";
import { weightGranularities } from "../quantize/mod.ts";
import { metricNames } from "../records/mod.ts";

const name = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, {
  error: "must be 1 to 64 lower-case letters, digits, dots, underscores or hyphens",
});

const windows = z.strictObject({
  size: z.int().min(1).max(2 ** 24).describe("Elements of a model input"),
  step: z.int().min(1).max(2 ** 24).describe("Elements from one model input to the next"),
}).describe("A sample is cut into several model inputs: the windows of a clip");

const preprocessing = z.strictObject({
  windows: windows.optional(),
  divisor: z.number().positive().describe("Raw values are divided by this first: 255 for bytes"),
  mean: z.array(z.number()).min(1).describe(
    "Then this is subtracted: one number, or one for each position of the last axis (channels)",
  ),
  std: z.array(z.number().positive()).min(1).describe("Then divided by this: as mean"),
  layout: z.enum(["nchw", "nhwc", "as-stored"]).describe(
    "Axis order of the model's input: images nchw or nhwc, anything else as-stored",
  ),
}).describe("From raw values to the model's input, the same for calibration and evaluation");

const relative = z.string().min(1).max(256).refine(
  (path) => !/^\/|\.\.|^[a-zA-Z]:|\\/.test(path),
  { error: "must be a relative path inside the suite's folder" },
);

const from = z.enum(["suite", "data"]).default("suite")
  .describe("The folder that the file is in: the suite's, or the data folder (--data-dir)");

const hash = z.string().regex(/^[0-9a-f]{64}$/, { error: "must be 64 hexadecimal digits" })
  .optional().describe("Checked when the file is read");

const shipped = z.strictObject({
  from,
  file: relative.describe("A quantized .onnx or .tflite file, relative to the folder of `from`"),
  rounding: z.enum(roundingProfiles).default("tflm").describe("How its int8 operators round"),
  sha256: hash,
}).describe("The int8 model as its maker shipped it: compared as scheme as-shipped");

const model = z.strictObject({
  name,
  from,
  file: relative.describe("A float32 .onnx or .tflite file, relative to the folder of `from`"),
  sha256: hash,
  shipped: shipped.optional(),
});

const calibrationCondition = z.strictObject({
  name,
  shift: z.strictObject({
    name: z.enum(shiftNames),
    severity: z.int().min(1).max(5),
  }).optional().describe("Shift of the calibration inputs"),
  onlyClass: z.int().min(0).optional().describe("Cuts the pool down to one class"),
});

const ladder = z.tuple([z.number(), z.number(), z.number(), z.number(), z.number()]);

/** The ladder of a shift, checked by the shift's own rule. */
function ladderFor({ ladderRule: { accepts, values } }: RawShift, description: string) {
  return ladder.refine((steps) => steps.every(accepts), { error: `must be ${values}` }).optional()
    .describe(description);
}

const { gain, scale, offset, noise } = shifts;

const ladders = z.strictObject({
  gain: ladderFor(gain, "Factors (1.25, 1.5, 2, 3, 4)"),
  scale: ladderFor(scale, "Factors (1.25, 1.5, 2, 3, 4)"),
  offset: ladderFor(offset, "What is added, in raw units: there is no default"),
  noise: ladderFor(noise, "Signal-to-noise ratios in dB (24, 18, 12, 6, 0)"),
}).default({}).describe("What severity 1 to 5 means; what is left out is as in brackets");

/** The index of the first name that was there before; -1 where there is none. */
function repeated(names: readonly string[]): number {
  return names.findIndex((one, index) => names.indexOf(one) < index);
}

const dataset = z.union([
  name.describe("A data set under datasets/"),
  samplesSchema.extend({
    source: z.string().max(1000).default("your own"),
    licence: z.string().max(1000).default("your own"),
  }).describe("Data of one's own; paths are absolute or relative to the suite's folder"),
]);

/** What a suite.json may say. */
export const suiteSchema = z.strictObject({
  $schema: z.string().optional(),
  name,
  version: z.int().min(1).describe("Raise it when results stop being comparable"),
  description: z.string().max(1000),
  dataset,
  metric: z.enum(metricNames).default("top-1").describe(
    "top-1: share of samples with the right class; auc: a model that reconstructs its input, scored " +
      "by its error, label 1 the anomaly; fidelity: agreement with float32, for data without labels",
  ),
  input: z.enum(["float32", "bytes"]).default("float32").describe(
    "float32: each scheme quantizes the input under its own policy, and pays for it; bytes: a sensor " +
      "gives bytes with fixed parameters, the same for every scheme",
  ),
  preprocessing,
  models: z.array(model).min(1).max(64),
  weights: z.array(z.enum(weightGranularities)).min(1).default(["per-channel"])
    .describe("Weight granularities; the first calibrates the sweep, the ladder has all"),
  shifts: z.array(z.enum(shiftNames)).min(1).optional()
    .describe("Shifts of the shift ladder (those that suit the data); --full takes all"),
  ladders,
  calibrationConditions: z.array(calibrationCondition).default([{ name: "clean" }])
    .describe(
      "What else to calibrate on: the price of a calibration set unlike the device's inputs",
    ),
}).superRefine((suite, context) => {
  const issue = (path: readonly (string | number)[], message: string) =>
    context.addIssue({ code: "custom", path: [...path], message });
  for (const key of ["models", "calibrationConditions"] as const) {
    const index = repeated(suite[key].map((item) => item.name));
    if (index < 0) continue;
    issue([key, index, "name"], `must be unique, got "${suite[key][index]!.name}" twice`);
  }
  if (suite.calibrationConditions[0]?.name !== "clean") {
    issue(
      ["calibrationConditions", 0],
      'must be {"name": "clean"}: every other condition is compared with it',
    );
  }
  suite.calibrationConditions.forEach(({ onlyClass }, index) => {
    if (onlyClass === undefined || suite.metric === "top-1") return;
    issue(
      ["calibrationConditions", index, "onlyClass"],
      `must be left out with metric ${suite.metric}: samples of one class alone have none`,
    );
  });
  if (suite.preprocessing.windows !== undefined && suite.metric !== "auc") {
    issue(["preprocessing", "windows"], `must be left out with metric ${suite.metric}`);
  }
  if (suite.input === "bytes" && byteInput(suite.preprocessing) === undefined) {
    issue(
      ["input"],
      "must be float32, or bytes with one mean and std that black and white lie around zero with: " +
        "mean * divisor a whole number from 0 to 255",
    );
  }
});

/** The parameters of bytes as a sensor gives them: `real = scale * (byte - zero)`. */
export interface ByteInput {
  readonly scale: number;
  readonly zero: number;
}

/** What bytes stand for after preprocessing; absent where no single scale says it. */
export function byteInput({ divisor, mean, std, windows }: Preprocessing): ByteInput | undefined {
  const zero = mean[0]! * divisor;
  if (mean.length > 1 || std.length > 1 || windows !== undefined) return undefined;
  if (!Number.isInteger(zero) || zero < 0 || zero > 255) return undefined;
  const scale = Math.fround(1 / (divisor * std[0]!));
  return scale > 0 && Number.isFinite(scale) ? { scale, zero } : undefined;
}

/** Several suites that are run one after the other, each on data of its own. */
export const suiteGroupSchema = z.strictObject({
  $schema: z.string().optional(),
  name,
  description: z.string().max(1000),
  parts: z.array(name).min(1).max(32).describe("Folders beside this file, each with a suite.json"),
}).superRefine(({ parts }, context) => {
  const index = repeated(parts);
  if (index < 0) return;
  context.addIssue({
    code: "custom",
    path: ["parts", index],
    message: `must be unique, got "${parts[index]}" twice`,
  });
});

/** What the file of a suite may say. */
export const suiteFileSchema = z.union([suiteSchema, suiteGroupSchema]);

/** A suite as its file describes it, defaults filled in. */
export type SuiteDescription = z.infer<typeof suiteSchema>;

/** A group of suites as its file describes it. */
export type SuiteGroupDescription = z.infer<typeof suiteGroupSchema>;

/** A model of a suite, and what its maker shipped of it. */
export type SuiteModelEntry = SuiteDescription["models"][number];

/** How a suite turns raw values into model inputs. */
export type Preprocessing = SuiteDescription["preprocessing"];

/** A calibration condition of a suite. */
export type SuiteCondition = SuiteDescription["calibrationConditions"][number];

/** The JSON Schema of suite.json, for editors. */
export function suiteJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(suiteFileSchema, { io: "input" }), title: "ptqbench suite" };
}
