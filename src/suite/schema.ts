import { z } from "zod";
import { roundingProfiles } from "../affine/mod.ts";
import { shiftsOf } from "../data/mod.ts";
import { weightGranularities } from "../quantize/mod.ts";

const name = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, {
  error: "must be 1 to 64 lower-case letters, digits, dots, underscores or hyphens",
});

const preprocessing = z.strictObject({
  divisor: z.number().positive().describe("Raw values are divided by this first: 255 for bytes"),
  mean: z.array(z.number()).min(1).describe(
    "Then this is subtracted: one number a channel, or one",
  ),
  std: z.array(z.number().positive()).min(1).describe("Then divided by this: as mean"),
  layout: z.enum(["nchw", "nhwc"]).describe("Axis order of the model's input"),
}).describe("From raw values to the model's input, the same for calibration and evaluation");

const file = z.string().min(1).max(256).refine((path) => !/^\/|\.\.|^[a-zA-Z]:|\\/.test(path), {
  error: "must be a relative path inside the suite's folder",
});

const hash = z.string().regex(/^[0-9a-f]{64}$/, { error: "must be 64 hexadecimal digits" })
  .optional().describe("Checked when the file is read");

const shipped = z.strictObject({
  file: file.describe("A quantized .onnx or .tflite file, relative to the suite's folder"),
  rounding: z.enum(roundingProfiles).default("tflm").describe("How its int8 operators round"),
  sha256: hash,
}).describe("The int8 model as its maker shipped it: compared as scheme as-shipped");

const model = z.strictObject({
  name,
  file: file.describe("A float32 .onnx or .tflite file, relative to the suite's folder"),
  sha256: hash,
  shipped: shipped.optional(),
});

const calibrationCondition = z.strictObject({
  name,
  shift: z.strictObject({
    name: z.enum(shiftsOf("image")),
    severity: z.int().min(1).max(5),
  }).optional().describe("Shift of the calibration inputs"),
  onlyClass: z.int().min(0).optional().describe("Cuts the pool down to one class"),
});

/** What a suite.json may say. */
export const suiteSchema = z.strictObject({
  $schema: z.string().optional(),
  name,
  version: z.int().min(1).describe("Raise it when results stop being comparable"),
  description: z.string().max(1000),
  dataset: name.describe("A data set under datasets/"),
  input: z.literal("float32").default("float32")
    .describe("float32: each scheme quantizes the input under its own policy, and pays for it"),
  preprocessing,
  models: z.array(model).min(1).max(64),
  weights: z.array(z.enum(weightGranularities)).min(1).default(["per-channel"])
    .describe("Weight granularities; the first is the default of a run"),
  shifts: z.array(z.enum(shiftsOf("image"))).min(1)
    .default(["brighten", "darken", "contrast", "gaussian-noise", "gain"])
    .describe("Shifts of the shift ladder; --full takes all"),
  gain: z.tuple([z.number(), z.number(), z.number(), z.number(), z.number()])
    .refine((ladder) => ladder.every((factor) => factor > 0), { error: "must be positive factors" })
    .default([1.25, 1.5, 2, 3, 4]).describe("Factors of the gain shift, severity 1 to 5"),
  calibrationConditions: z.array(calibrationCondition).default([{ name: "clean" }])
    .describe(
      "What else to calibrate on: the price of a calibration set unlike the device's inputs",
    ),
}).superRefine((suite, context) => {
  const repeated = (names: readonly string[]) =>
    names.findIndex((name, index) => names.indexOf(name) < index);
  for (const key of ["models", "calibrationConditions"] as const) {
    const index = repeated(suite[key].map((item) => item.name));
    if (index < 0) continue;
    context.addIssue({
      code: "custom",
      path: [key, index, "name"],
      message: `must be unique, got "${suite[key][index]!.name}" twice`,
    });
  }
  if (suite.calibrationConditions[0]?.name !== "clean") {
    context.addIssue({
      code: "custom",
      path: ["calibrationConditions", 0],
      message: 'must be {"name": "clean"}: every other condition is compared with it',
    });
  }
});

/** A suite as its file describes it, defaults filled in. */
export type SuiteDescription = z.infer<typeof suiteSchema>;

/** A model of a suite, and what its maker shipped of it. */
export type SuiteModelEntry = SuiteDescription["models"][number];

/** How a suite turns raw values into model inputs. */
export type Preprocessing = SuiteDescription["preprocessing"];

/** A calibration condition of a suite. */
export type SuiteCondition = SuiteDescription["calibrationConditions"][number];

/** The JSON Schema of suite.json, for editors. */
export function suiteJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(suiteSchema, { io: "input" }), title: "ptqbench suite" };
}
