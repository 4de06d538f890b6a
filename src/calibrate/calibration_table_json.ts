import { z } from "zod";
import type { CalibratedValue, CalibrationTable } from "./calibration_table.ts";
import { calibratorNames } from "./calibrator.ts";
import { calibrationWarningCodes } from "./warnings.ts";

const format = "ptqbench-calibration-table-1";

const number = z.number({ error: "must be a finite number" });
const share = number.min(0, { error: "must be at least 0" }).max(1, { error: "must be at most 1" });
const notAnObject = "must be an object";

const rangeSchema = z.strictObject({
  value: z.string({ error: "must be the name of a value" }),
  lo: number,
  hi: number,
  observedLo: number,
  observedHi: number,
  clippedShare: share,
  outlierInfluence: share.optional(),
  warnings: z.array(
    z.enum(calibrationWarningCodes, {
      error: `must be one of ${calibrationWarningCodes.join(", ")}`,
    }),
    { error: "must be an array" },
  ),
}, { error: notAnObject }).refine(({ lo, hi }) => lo <= hi, { error: "must have lo <= hi" });

const tableSchema = z.strictObject({
  format: z.literal(format, { error: `must be "${format}"` }),
  calibrator: z.discriminatedUnion("name", [
    z.strictObject({ name: z.literal("min-max") }),
    z.strictObject({
      name: z.literal("moving-average"),
      constant: share.gt(0, { error: "must be above 0" }),
    }),
    z.strictObject({
      name: z.literal("percentile"),
      percentile: number.gt(0, { error: "must be above 0" })
        .max(100, { error: "must be at most 100" }),
    }),
    z.strictObject({ name: z.literal("entropy") }),
    z.strictObject({ name: z.literal("mse") }),
  ], {
    error: ({ code }) =>
      code === "invalid_union" ? `must be one of ${calibratorNames.join(", ")}` : notAnObject,
  }),
  samples: number.int({ error: "must be an integer" }).min(0, { error: "must be at least 0" }),
  ranges: z.array(rangeSchema, { error: "must be an array" }),
}, { error: notAnObject });

/**
 * The table as JSON text: one range an entry, in the order of the map, doubles to the last bit.
 *
 * @example
 * ```ts
 * import { calibrationTableFromJson, calibrationTableToJson } from "./calibration_table_json.ts";
 * import { defaultCalibrators } from "./calibrator.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const range = {
 *   ...{ lo: 0, hi: 6, observedLo: 0, observedHi: 7.5, clippedShare: 0.001 },
 *   ...{ outlierInfluence: undefined, warnings: [] },
 * };
 * const ranges = new Map([["relu", range]]);
 * const table = { calibrator: defaultCalibrators.mse, samples: 100, ranges };
 * assertEquals(calibrationTableFromJson(calibrationTableToJson(table)), table);
 * ```
 */
export function calibrationTableToJson(table: CalibrationTable): string {
  const { calibrator, samples } = table;
  const ranges = [...table.ranges].map(([value, range]) => ({ value, ...range }));
  return JSON.stringify({ format, calibrator, samples, ranges }, undefined, 2) + "\n";
}

/**
 * The table that `calibrationTableToJson` wrote. Strict: every key must be known and present.
 *
 * @throws {SyntaxError} When the text is not JSON.
 * @throws {TypeError} When the JSON breaks a rule; the text names the place, the rule and the value.
 */
export function calibrationTableFromJson(text: string): CalibrationTable {
  const json = parseJson(text);
  const parsed = tableSchema.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const rule = issue.code === "unrecognized_keys"
      ? `must have no key "${issue.keys[0]}"`
      : issue.message;
    throw unreadable(json, { path: issue.path, rule });
  }
  const { calibrator, samples } = parsed.data;
  const ranges = new Map<string, CalibratedValue>();
  parsed.data.ranges.forEach(({ value, outlierInfluence, ...range }, index) => {
    if (ranges.has(value)) {
      const rule = "must be a name of its own";
      throw unreadable(json, { path: ["ranges", index, "value"], rule });
    }
    ranges.set(value, { ...range, outlierInfluence });
  });
  return { calibrator, samples, ranges };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SyntaxError(`Cannot read a calibration table: it must be JSON (${reason})`, {
      cause,
    });
  }
}

/** The error of a place in the JSON: `ranges[2].lo must be a finite number, got "1"`. */
function unreadable(
  json: unknown,
  { path, rule }: { readonly path: readonly PropertyKey[]; readonly rule: string },
): TypeError {
  const place = path.map((key) => typeof key === "number" ? `[${key}]` : `.${String(key)}`)
    .join("").replace(/^\./, "");
  const value = path.reduce<unknown>(
    (at, key) => typeof at === "object" && at !== null ? Reflect.get(at, key) : undefined,
    json,
  );
  const shown = JSON.stringify(value) ?? "nothing";
  const short = shown.length > 60 ? `${shown.slice(0, 60)}...` : shown;
  return new TypeError(
    `Cannot read a calibration table: ${place || "the table"} ${rule}, got ${short}`,
  );
}
