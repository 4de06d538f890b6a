import type { CalibrationTable } from "../calibrate/mod.ts";
import { sha256 } from "../data/mod.ts";
import type { Scheme } from "../quantize/mod.ts";
import type { Candidate, EvaluateTask, Evaluation } from "./messages.ts";
import { calibrationKey, type Cell, clean, type Condition, type Configuration } from "./plan.ts";

/** The calibration tables of a run: by model and calibration. */
export type CalibrationTables = ReadonlyMap<string, CalibrationTable>;

/** Where the table of a configuration is kept. */
export function tableKey(model: string, calibration: Configuration["calibration"]): string {
  return `${model}:${calibration ? calibrationKey(calibration) : ""}`;
}

/** The scheme of a configuration, with its calibration table where it needs one. */
export function schemeOf(
  { model, scheme, weights, calibration }: Configuration,
  tables: CalibrationTables,
): Scheme {
  switch (scheme) {
    case "float32":
      return { kind: scheme };
    case "static":
    case "dynamic-input": {
      const table = tables.get(tableKey(model, calibration));
      if (table === undefined) {
        throw new Error(`Cannot quantize "${model}": its calibration table is missing`);
      }
      return { kind: scheme, weights, table };
    }
    default:
      return { kind: scheme, weights };
  }
}

/** Equal for configurations that make the same quantized model, whatever chose their ranges. */
function contentKey(scheme: Scheme): string {
  if (scheme.kind === "float32") return "float32";
  const ranges = "table" in scheme
    ? [...scheme.table.ranges].map(([name, { lo, hi }]) => [name, lo, hi])
    : [];
  return sha256(JSON.stringify([scheme.kind, scheme.weights, ranges])).slice(0, 32);
}

/** The candidate that a configuration evaluates. */
export function candidateOf(configuration: Configuration, tables: CalibrationTables): Candidate {
  const scheme = schemeOf(configuration, tables);
  return { key: contentKey(scheme), scheme };
}

/** What is evaluated, by model, candidate and condition. */
export function evaluationKey(model: string, candidate: string, condition: Condition): string {
  return `${model}:${candidate}:${condition.shift}:${condition.severity}`;
}

/** Candidates of one task of the calibration sweep: small enough for an even load. */
const candidatesPerTask = 6;

/**
 * The tasks that evaluate every cell, each different quantized model once a condition: the shift
 * ladder with its layers, one task a model and condition; then what the other phases add. float32 is
 * part of every condition, since every cell is compared with it.
 */
export function planEvaluations(
  cells: readonly Cell[],
  tables: CalibrationTables,
): readonly EvaluateTask[] {
  const planned = new Set<string>();
  const tasks: EvaluateTask[] = [];
  const models = [...new Set(cells.map(({ configuration }) => configuration.model))];
  for (const model of models) {
    const own = cells.filter(({ configuration }) => configuration.model === model);
    const ladder = own.filter(({ phase }) => phase === "shift-ladder");
    const others = own.filter(({ phase }) => phase !== "shift-ladder");
    for (const [part, layers] of [[ladder, true], [others, false]] as const) {
      for (const { condition, candidates } of byCondition(part, tables)) {
        const fresh = candidates.filter(({ key }) => {
          const name = evaluationKey(model, key, condition);
          if (planned.has(name)) return false;
          planned.add(name);
          return true;
        });
        const size = layers ? fresh.length : candidatesPerTask;
        for (let from = 0; from < fresh.length; from += size) {
          const chunk = fresh.slice(from, from + size);
          tasks.push({
            kind: "evaluate",
            model,
            candidates: chunk,
            conditions: [condition],
            layers,
          });
        }
      }
    }
  }
  return tasks;
}

function byCondition(cells: readonly Cell[], tables: CalibrationTables) {
  const conditions = new Map<
    string,
    { condition: Condition; candidates: Map<string, Candidate> }
  >();
  for (const { configuration, condition } of cells) {
    const name = JSON.stringify(condition);
    const float32: Candidate = { key: "float32", scheme: { kind: "float32" } };
    const known = conditions.get(name) ??
      { condition, candidates: new Map([[float32.key, float32]]) };
    const candidate = candidateOf(configuration, tables);
    known.candidates.set(candidate.key, candidate);
    conditions.set(name, known);
  }
  return [...conditions.values()].map(({ condition, candidates }) => ({
    condition,
    candidates: [...candidates.values()],
  }));
}

/** Evaluations by `evaluationKey`. */
export type Evaluations = ReadonlyMap<string, Evaluation>;

/** The evaluation of a configuration on a condition. */
export function evaluationOf(
  evaluations: Evaluations,
  { model, candidate, condition = clean }: {
    readonly model: string;
    readonly candidate: string;
    readonly condition?: Condition;
  },
): Evaluation {
  const evaluation = evaluations.get(evaluationKey(model, candidate, condition));
  if (evaluation === undefined) {
    throw new Error(
      `Cannot find the evaluation of "${model}" on ${condition.shift} ${condition.severity}`,
    );
  }
  return evaluation;
}
