/** Task results as JSON for the journal, and back. */
import { Buffer } from "node:buffer";
import { calibrationTableFromJson, calibrationTableToJson } from "../calibrate/mod.ts";
import type { Evaluation, RangesResult, TaskResult } from "./messages.ts";

interface SavedEvaluation extends Omit<Evaluation, "classes" | "scores"> {
  readonly classes: string;
  /** Base64 of the bytes: exact, and infinities too. */
  readonly scores?: string;
}

type Saved =
  | { readonly kind: "calibrate"; readonly tables: readonly string[] }
  | RangesResult
  | { readonly kind: "evaluate"; readonly evaluations: readonly SavedEvaluation[] };

/** A result that survives JSON unchanged. */
export function saveResult(result: TaskResult): Saved {
  if (result.kind === "ranges") return result;
  return result.kind === "calibrate"
    ? { kind: "calibrate", tables: result.tables.map(calibrationTableToJson) }
    : {
      kind: "evaluate",
      evaluations: result.evaluations.map(({ scores, ...evaluation }) => ({
        ...evaluation,
        classes: Array.from(evaluation.classes, (c) => c.toString(36)).join(" "),
        ...(scores && { scores: Buffer.from(scores.buffer).toString("base64") }),
      })),
    };
}

/** The result that `saveResult` saved. */
export function restoreResult(saved: unknown): TaskResult {
  const { kind } = saved as Saved;
  if (kind === "ranges") return saved as RangesResult;
  if (kind === "calibrate") {
    const { tables } = saved as Extract<Saved, { kind: "calibrate" }>;
    return { kind, tables: tables.map(calibrationTableFromJson) };
  }
  const { evaluations } = saved as Extract<Saved, { kind: "evaluate" }>;
  return {
    kind,
    evaluations: evaluations.map(({ classes, scores, ...evaluation }) => ({
      ...evaluation,
      classes: Uint16Array.from(classes === "" ? [] : classes.split(" "), (c) => parseInt(c, 36)),
      ...(scores !== undefined && {
        scores: new Float64Array(Uint8Array.from(Buffer.from(scores, "base64")).buffer),
      }),
    })),
  };
}
