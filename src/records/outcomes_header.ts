import { z } from "zod";
import { type MetricName, metricNames } from "./accuracy.ts";

/** The samples and the cells, by the row of accuracy.csv that they belong to. */
export interface OutcomesHeader {
  readonly suite: string;
  readonly metric: MetricName;
  /** Ids of the evaluation samples. */
  readonly ids: readonly number[];
  /** The class of each sample, for auc 1 where it is positive; absent for fidelity. */
  readonly labels?: readonly number[];
  /** Of each cell, the positions in `ids` of its samples; absent for all of them. */
  readonly subsets: Readonly<Record<string, readonly number[]>>;
  /** Rows of accuracy.csv, in order: which subset each covers, if not all samples. */
  readonly cells: readonly { readonly subset?: string }[];
}

function isIndex(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isIndices(value: unknown): boolean {
  return Array.isArray(value) && value.every(isIndex);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isCell(value: unknown): boolean {
  return isObject(value) && (value.subset === undefined || typeof value.subset === "string");
}

// One check for a whole list: an issue for each wrong element would take more memory than the file.
const indices = z.custom<readonly number[]>(isIndices, "must be a list of integers of at least 0");

const headerSchema = z.object({
  suite: z.string(),
  metric: z.enum(metricNames),
  ids: indices,
  labels: indices.exactOptional(),
  subsets: z.custom<OutcomesHeader["subsets"]>(
    (value) => isObject(value) && Object.values(value).every(isIndices),
    "must be lists of integers of at least 0, by name",
  ),
  cells: z.custom<OutcomesHeader["cells"]>(
    (value) => Array.isArray(value) && value.every(isCell),
    "must be a list of objects, each with a subset or none",
  ),
}).superRefine(({ metric, ids, labels, subsets, cells }, context) => {
  const refuse = (path: PropertyKey[], message: string) =>
    context.addIssue({ code: "custom", path, message });
  if ((labels === undefined) !== (metric === "fidelity")) {
    refuse(["labels"], "must be there unless the metric is fidelity");
  }
  if (labels !== undefined && labels.length !== ids.length) {
    refuse(["labels"], `must be as many as ids, ${ids.length}, got ${labels.length}`);
  }
  for (const positions of Object.values(subsets)) {
    const beyond = positions.find((position) => position >= ids.length);
    if (beyond === undefined) continue;
    return refuse(["subsets"], `must be positions below ${ids.length}, got ${beyond}`);
  }
  const unknown = cells.findIndex(({ subset }) =>
    subset !== undefined && !Object.hasOwn(subsets, subset)
  );
  if (unknown >= 0) refuse(["cells", unknown, "subset"], "must be one of subsets");
});

/**
 * The header of `outcomes.bin` from its JSON text, checked.
 *
 * @throws {SyntaxError} When the text is not JSON or not a header: says where.
 */
export function parseOutcomesHeader(text: string): OutcomesHeader {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new SyntaxError("Cannot read outcomes: the header must be JSON");
  }
  const result = headerSchema.safeParse(value);
  if (result.success) return result.data;
  const { path, message } = result.error.issues[0]!;
  const where = path.map(String).join(".");
  throw new SyntaxError(`Cannot read outcomes: the header's ${where || "JSON"}: ${message}`);
}
