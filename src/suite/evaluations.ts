import type { CalibrationTable } from "../calibrate/mod.ts";
import { sha256 } from "../data/mod.ts";
import type { LayerMeasure } from "../measure/mod.ts";
import type { Scheme } from "../quantize/mod.ts";
import type { Candidate, EvaluateTask, Evaluation } from "./messages.ts";
import {
  type Calibration,
  calibrationKey,
  type Cell,
  clean,
  type Condition,
  type Configuration,
} from "./plan.ts";

/** The calibration tables of a run, or of one fold of it: by model and calibration. */
export type CalibrationTables = ReadonlyMap<string, CalibrationTable>;

/** Where the table of a configuration is kept. */
export function tableKey(model: string, calibration: Calibration): string {
  return `${model}:${calibrationKey(calibration)}`;
}

/** A configuration that a scheme of ours makes from the float32 model. */
export type QuantizedConfiguration = Exclude<Configuration, { readonly scheme: "as-shipped" }>;

/** The scheme of a configuration, with its calibration table where it needs one. */
export function schemeOf(configuration: QuantizedConfiguration, tables: CalibrationTables): Scheme {
  switch (configuration.scheme) {
    case "float32":
      return { kind: configuration.scheme };
    case "static":
    case "dynamic-input":
    case "mixed": {
      const { model, scheme, weights, calibration } = configuration;
      const table = tables.get(tableKey(model, calibration));
      if (table === undefined) {
        throw new Error(`Cannot quantize "${model}": its calibration table is missing`);
      }
      return scheme === "mixed"
        ? { kind: scheme, weights, table, dynamic: configuration.dynamic }
        : { kind: scheme, weights, table };
    }
    default:
      return { kind: configuration.scheme, weights: configuration.weights };
  }
}

/** Equal for configurations that make the same quantized model, whatever chose their ranges. */
function contentKey(scheme: Scheme): string {
  if (scheme.kind === "float32") return "float32";
  const ranges = "table" in scheme
    ? [...scheme.table.ranges].map(([name, { lo, hi }]) => [name, lo, hi])
    : [];
  const dynamic = scheme.kind === "mixed" ? [scheme.dynamic] : [];
  return sha256(JSON.stringify([scheme.kind, scheme.weights, ranges, ...dynamic])).slice(0, 32);
}

/** The candidate that a configuration evaluates. */
export function candidateOf(configuration: Configuration, tables: CalibrationTables): Candidate {
  if (configuration.scheme === "as-shipped") {
    const { sha256: hash, rounding, graph } = configuration.shipped;
    return { key: `as-shipped:${rounding}:${hash}`, shipped: graph };
  }
  const scheme = schemeOf(configuration, tables);
  return { key: contentKey(scheme), scheme };
}

/** What is evaluated of a fold, by model, candidate and condition. */
export function evaluationKey(model: string, candidate: string, condition: Condition): string {
  return `${model}:${candidate}:${condition.shift}:${condition.severity}`;
}

/** Candidates of one task of the calibration sweep: small enough for an even load. */
const candidatesPerTask = 6;

const float32: Candidate = { key: "float32", scheme: { kind: "float32" } };

/** A candidate of a model and the conditions that it is to be evaluated on. */
interface Wanted {
  readonly model: string;
  readonly candidate: Candidate;
  readonly conditions: readonly Condition[];
}

/**
 * The tasks that evaluate every cell on a fold, each different quantized model once a condition. First the
 * shift ladder with its layers, a task a condition and model, conditions outside: what is made for a
 * condition serves all models. Then what the other phases add, a task a few candidates, on all their
 * conditions. float32 is part of every condition, since every cell is compared with it.
 */
export function planEvaluations(
  cells: readonly Cell[],
  tables: CalibrationTables,
  fold = 0,
): readonly EvaluateTask[] {
  const planned = new Set<string>();
  const isLadder = ({ phase }: Cell) => phase === "shift-ladder";
  const ladder = wantedOf(cells.filter(isLadder), tables, planned);
  const others = wantedOf(cells.filter((cell) => !isLadder(cell)), tables, planned);
  return [...ladderTasks(ladder), ...chunkedTasks(others)].map((task) => ({ ...task, fold }));
}

/** What the cells need and `planned` does not have yet; adds it there. */
function wantedOf(
  cells: readonly Cell[],
  tables: CalibrationTables,
  planned: Set<string>,
): readonly Wanted[] {
  const wanted = new Map<string, Wanted & { readonly conditions: Condition[] }>();
  const want = (model: string, candidate: Candidate, condition: Condition) => {
    const key = evaluationKey(model, candidate.key, condition);
    if (planned.has(key)) return;
    planned.add(key);
    const name = `${model}:${candidate.key}`;
    const known = wanted.get(name) ?? { model, candidate, conditions: [] };
    known.conditions.push(condition);
    wanted.set(name, known);
  };
  for (const { configuration, condition } of cells) {
    want(configuration.model, float32, condition);
    want(configuration.model, candidateOf(configuration, tables), condition);
  }
  return [...wanted.values()];
}

type FoldlessTask = Omit<EvaluateTask, "fold">;

function ladderTasks(wanted: readonly Wanted[]): readonly FoldlessTask[] {
  const conditions = new Map(
    wanted.flatMap((one) => one.conditions).map((one) => [JSON.stringify(one), one]),
  );
  const models = [...new Set(wanted.map(({ model }) => model))];
  return [...conditions].flatMap(([name, condition]) =>
    models.map((model): FoldlessTask => ({
      kind: "evaluate",
      model,
      candidates: wanted
        .filter((one) =>
          one.model === model && one.conditions.some((other) => JSON.stringify(other) === name)
        )
        .map(({ candidate }) => candidate),
      conditions: [condition],
      layers: true,
    }))
  ).filter(({ candidates }) => candidates.length > 0);
}

/** Candidates of one model with the same conditions, a few a task. */
function chunkedTasks(wanted: readonly Wanted[]): readonly FoldlessTask[] {
  const groups = Map.groupBy(
    wanted,
    ({ model, conditions }) => JSON.stringify([model, conditions]),
  );
  return [...groups.values()].flatMap((group) =>
    Array.from(
      { length: Math.ceil(group.length / candidatesPerTask) },
      (_, chunk): FoldlessTask => {
        const part = group.slice(chunk * candidatesPerTask, (chunk + 1) * candidatesPerTask);
        return {
          kind: "evaluate",
          model: part[0]!.model,
          candidates: part.map(({ candidate }) => candidate),
          conditions: part[0]!.conditions,
          layers: false,
        };
      },
    )
  );
}

/** What was measured on one fold: its tables, and evaluations by `evaluationKey`. */
export interface MeasuredFold {
  readonly tables: CalibrationTables;
  readonly evaluations: ReadonlyMap<string, Evaluation>;
  /** Samples of the fold. */
  readonly samples: number;
}

/** The evaluation of a configuration on a condition: that of all folds, one after the other. */
export function evaluationOf(
  folds: readonly MeasuredFold[],
  configuration: Configuration,
  condition: Condition = clean,
): Evaluation {
  const { model } = configuration;
  const parts = folds.map(({ tables, evaluations }) => {
    const { key } = candidateOf(configuration, tables);
    const evaluation = evaluations.get(evaluationKey(model, key, condition));
    if (evaluation !== undefined) return evaluation;
    throw new Error(
      `Cannot find the evaluation of "${model}" on ${condition.shift} ${condition.severity}`,
    );
  });
  return parts.length === 1 ? parts[0]! : joinEvaluations(parts, folds);
}

/** One evaluation of the samples of all folds. */
function joinEvaluations(
  parts: readonly Evaluation[],
  folds: readonly MeasuredFold[],
): Evaluation {
  let first = 0;
  const tied = parts.flatMap((part, index) => {
    const start = first;
    first += folds[index]!.samples;
    return part.tied.map((position) => start + position);
  });
  const energies = parts.map(({ energy }) => energy).filter((energy) => energy !== undefined);
  const { key, condition, scores } = parts[0]!;
  // Ranges that coincide in one fold need not in another: the layers may be known of one fold alone.
  const layers = parts.map((part) => part.layers).filter((known) => known !== undefined);
  return {
    key,
    condition,
    classes: Uint16Array.from(parts.flatMap(({ classes }) => [...classes])),
    tied,
    ...(scores && { scores: Float64Array.from(parts.flatMap((part) => [...part.scores!])) }),
    ...(energies.length === parts.length && {
      energy: {
        signal: energies.reduce((sum, { signal }) => sum + signal, 0),
        noise: energies.reduce((sum, { noise }) => sum + noise, 0),
      },
    }),
    ...(layers.length === parts.length && { layers: joinLayers(layers) }),
  };
}

/** Layers over all folds: sums, and the least headroom of any. */
function joinLayers(parts: readonly (readonly LayerMeasure[])[]): readonly LayerMeasure[] {
  return parts[0]!.map((layer, index) => {
    const same = parts.map((part) => part[index]!);
    const add = (of: (one: LayerMeasure) => number) => same.reduce((sum, one) => sum + of(one), 0);
    const headrooms = same.map(({ headroom }) => headroom).filter((room) => room !== undefined);
    return {
      ...layer,
      signal: add(({ signal }) => signal),
      noise: add(({ noise }) => noise),
      elements: add(({ elements }) => elements),
      clipped: layer.clipped === undefined ? undefined : add(({ clipped }) => clipped!),
      headroom: headrooms.length === 0 ? undefined : Math.min(...headrooms),
    };
  });
}
