/** Task results as JSON for the journal, and back. */
import { Buffer } from "node:buffer";
import { calibrationTableFromJson, calibrationTableToJson } from "../calibrate/mod.ts";
import type { LayerMeasure } from "../measure/mod.ts";
import type { Evaluation, RangesResult, TaskResult } from "./messages.ts";

interface SavedEvaluation extends Omit<Evaluation, "classes" | "scores" | "layers"> {
  readonly classes: string;
  /** Base64 of the bytes: exact, and infinities too. */
  readonly scores?: string;
  readonly layers?: readonly SavedLayer[];
}

/** Sums as text where they are not finite: JSON has no such number. */
interface SavedLayer extends Omit<LayerMeasure, "signal" | "noise"> {
  readonly signal: number | string;
  readonly noise: number | string;
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
      evaluations: result.evaluations.map(({ scores, layers, ...evaluation }) => ({
        ...evaluation,
        classes: Array.from(evaluation.classes, (c) => c.toString(36)).join(" "),
        ...(scores && { scores: base64(scores) }),
        ...(layers && { layers: layers.map(saveLayer) }),
      })),
    };
}

function base64({ buffer, byteOffset, byteLength }: Float64Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString("base64");
}

function saveLayer({ signal, noise, ...layer }: LayerMeasure): SavedLayer {
  const saved = (sum: number) => Number.isFinite(sum) ? sum : String(sum);
  return { ...layer, signal: saved(signal), noise: saved(noise) };
}

function restoreLayer({ signal, noise, clipped, headroom, ...layer }: SavedLayer): LayerMeasure {
  return { ...layer, signal: Number(signal), noise: Number(noise), clipped, headroom };
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
    evaluations: evaluations.map(({ classes, scores, layers, ...evaluation }) => ({
      ...evaluation,
      classes: Uint16Array.from(classes === "" ? [] : classes.split(" "), (c) => parseInt(c, 36)),
      ...(scores !== undefined && {
        scores: new Float64Array(Uint8Array.from(Buffer.from(scores, "base64")).buffer),
      }),
      ...(layers && { layers: layers.map(restoreLayer) }),
    })),
  };
}
