/** Task results as JSON for the journal, and back. */
import { calibrationTableFromJson, calibrationTableToJson } from "../calibrate/mod.ts";
import type { Evaluation, TaskResult } from "./messages.ts";

interface SavedEvaluation extends Omit<Evaluation, "classes"> {
  readonly classes: string;
}

type Saved =
  | { readonly kind: "calibrate"; readonly tables: readonly string[] }
  | { readonly kind: "evaluate"; readonly evaluations: readonly SavedEvaluation[] };

/** A result that survives JSON unchanged. */
export function saveResult(result: TaskResult): Saved {
  return result.kind === "calibrate"
    ? { kind: "calibrate", tables: result.tables.map(calibrationTableToJson) }
    : {
      kind: "evaluate",
      evaluations: result.evaluations.map((evaluation) => ({
        ...evaluation,
        classes: Array.from(evaluation.classes, (c) => c.toString(36)).join(" "),
      })),
    };
}

/** The result that `saveResult` saved. */
export function restoreResult(saved: unknown): TaskResult {
  const { kind } = saved as Saved;
  if (kind === "calibrate") {
    const { tables } = saved as Extract<Saved, { kind: "calibrate" }>;
    return { kind, tables: tables.map(calibrationTableFromJson) };
  }
  const { evaluations } = saved as Extract<Saved, { kind: "evaluate" }>;
  return {
    kind,
    evaluations: evaluations.map((evaluation) => ({
      ...evaluation,
      classes: Uint16Array.from(evaluation.classes.split(" "), (c) => parseInt(c, 36)),
    })),
  };
}
