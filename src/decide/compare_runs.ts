import type { AccuracyRow, ComparedMeasure, CostRow, Outcomes } from "../records/mod.ts";
import { type LadderCell, ladderCells } from "./compare.ts";
import type { StrategyColumns } from "./listing_order.ts";
import { compareCells, type Compared } from "./measures.ts";
import { strategyKey } from "./strategies.ts";

/** The tables of a run that are compared. */
export interface ComparedRun {
  readonly accuracy: readonly AccuracyRow[];
  readonly outcomes: Outcomes;
  readonly cost: readonly CostRow[];
}

/** What counts as a change. */
export interface CompareRunsOptions {
  /** In accuracy, AUC or agreement, as a share. */
  readonly margin: number;
  /** In instructions and bytes, as a share of the first run's. */
  readonly costMargin: number;
}

/**
 * What became of a cell, second run less first: `worse` where the whole interval lies below -margin, so
 * that more than the margin is lost for sure, `better` likewise; `may-be-worse` where the difference
 * alone lies below it; else `same`. Of a cost, which has no interval: beyond the margin or not.
 */
export type Change = "worse" | "may-be-worse" | "same" | "better";

/** One measure of one cell of the shift ladder in both runs. */
export interface CellChange extends StrategyColumns {
  readonly model: string;
  readonly shift: string;
  readonly severity: number;
  readonly measure: ComparedMeasure;
  readonly samples: number;
  readonly first: number;
  readonly second: number;
  /** Second less first, with its paired 95 % interval. */
  readonly difference: number;
  readonly lo: number;
  readonly hi: number;
  readonly change: Change;
  /** False where float32 had already collapsed in the first run: shown, and fails no gate. */
  readonly decides: boolean;
}

/** One cost of one model under one scheme in both runs. */
export interface CostChange {
  readonly model: string;
  readonly scheme: string;
  readonly weights: string | undefined;
  readonly measure: "instructions_m4" | "arena_bytes" | "flash_bytes";
  readonly first: number;
  readonly second: number;
  readonly change: Change;
}

/** Cells of a configuration that one run alone has. */
export interface LoneCells extends StrategyColumns {
  readonly model: string;
  readonly cells: number;
}

/** What changed between two runs. */
export interface RunComparison {
  readonly cells: readonly CellChange[];
  readonly costs: readonly CostChange[];
  /** In the first run alone. */
  readonly missing: readonly LoneCells[];
  /** In the second run alone. */
  readonly added: readonly LoneCells[];
  /** Whether a cell that decides, or a cost, is worse. */
  readonly worse: boolean;
}

/**
 * What changed from one run to another on the same evaluation samples: every cell of the shift ladder that
 * both have, compared sample by sample, and the totals of cost. A cell is known by model, configuration
 * and condition. Agreement is with the float32 model of its own run.
 *
 * @throws {RangeError} When the runs do not have the same suite, metric, evaluation samples and labels,
 * have no cell in common, or rows and outcomes of one do not belong together.
 */
export function compareRuns(
  first: ComparedRun,
  second: ComparedRun,
  options: CompareRunsOptions,
): RunComparison {
  checkPaired(first.outcomes, second.outcomes);
  const [before, after] = [first, second].map(cellsByKey);
  const shared = [...before!].filter(([key]) => after!.has(key));
  if (shared.length === 0) {
    throw new RangeError(
      "Cannot compare the runs: they must have a model, configuration and condition of the shift " +
        "ladder in common, got none",
    );
  }
  const cells = shared.flatMap(([key, cell]) => changesOf(cell, after!.get(key)!, options));
  const costs = costChanges(first.cost, second.cost, options);
  return {
    cells,
    costs,
    missing: loneCells(before!, after!),
    added: loneCells(after!, before!),
    worse: cells.some(({ change, decides }) => decides && change === "worse") ||
      costs.some(({ change }) => change === "worse"),
  };
}

function checkPaired({ header: one }: Outcomes, { header: other }: Outcomes): void {
  const refuse = (what: string, got: string) => {
    throw new RangeError(
      `Cannot compare the runs: without ${what} nothing is paired, got ${got}; run both with the same ` +
        "suite, data and --samples",
    );
  };
  if (one.suite !== other.suite) {
    refuse("the same suite", `${JSON.stringify(one.suite)} and ${JSON.stringify(other.suite)}`);
  }
  if (one.metric !== other.metric) refuse("the same metric", `${one.metric} and ${other.metric}`);
  const same = (a: readonly number[] = [], b: readonly number[] = []) =>
    a.length === b.length && a.every((value, index) => value === b[index]);
  if (!same(one.ids, other.ids)) {
    const differ = one.ids.length === other.ids.length
      ? `${one.ids.length} others`
      : `${one.ids.length} and ${other.ids.length}`;
    refuse("the same evaluation samples", differ);
  }
  if (!same(one.labels, other.labels)) refuse("the same labels", "different ones");
}

/** A cell, and what float32 of the same run says on its condition. */
interface RunCell {
  readonly cell: LadderCell;
  readonly float32: Uint16Array | undefined;
  readonly collapsed: boolean;
}

function cellsByKey({ accuracy, outcomes }: ComparedRun): ReadonlyMap<string, RunCell> {
  const whole = ladderCells(accuracy, outcomes).filter(({ subset }) => subset === undefined);
  const float32 = new Map(
    whole.filter(({ row }) => row.scheme === "float32").map((cell) => [cell.place, cell] as const),
  );
  return new Map(whole.map((cell) => [
    JSON.stringify([cell.place, strategyKey(cell.row)]),
    {
      cell,
      float32: float32.get(cell.place)?.classes,
      collapsed: cell.row.warnings.split(" ").includes("float-collapsed"),
    },
  ]));
}

function changesOf(
  before: RunCell,
  after: RunCell,
  { margin }: CompareRunsOptions,
): readonly CellChange[] {
  const { row, labels } = before.cell;
  const { model, shift, severity, samples } = row;
  const compared: readonly Compared[] = [
    ...compareCells(after.cell, before.cell, { metric: row.metric, labels, float32: undefined }),
    ...agreementChange(before, after),
  ];
  return compared.map((one): CellChange => ({
    model,
    ...columnsOf(row),
    shift,
    severity,
    measure: one.measure,
    samples,
    first: one.secondValue,
    second: one.firstValue,
    difference: one.difference,
    lo: one.differenceLo,
    hi: one.differenceHi,
    change: changeOf(one, margin),
    decides: !before.collapsed,
  }));
}

function changeOf({ difference, differenceLo, differenceHi }: Compared, margin: number): Change {
  if (differenceHi < -margin) return "worse";
  if (differenceLo > margin) return "better";
  return difference < -margin ? "may-be-worse" : "same";
}

/** Each cell agrees or not with its own float32: that is what is compared. */
function agreementChange(before: RunCell, after: RunCell): readonly Compared[] {
  if (before.cell.row.scheme === "float32") return [];
  const agrees = ({ cell, float32 }: RunCell) =>
    float32 && {
      classes: cell.classes.map((value, index) => Number(value === float32[index])),
      placed: undefined,
    };
  const [one, other] = [agrees(after), agrees(before)];
  if (one === undefined || other === undefined) return [];
  const always = new Uint16Array(one.classes.length).fill(1);
  return compareCells(one, other, { metric: "fidelity", labels: undefined, float32: always });
}

const costColumns = [
  ["instructions_m4", "instructionsM4"],
  ["arena_bytes", "arenaBytes"],
  ["flash_bytes", "flashBytes"],
] as const;

function costChanges(
  first: readonly CostRow[],
  second: readonly CostRow[],
  { costMargin }: CompareRunsOptions,
): readonly CostChange[] {
  const keyOf = ({ model, scheme, weights }: CostRow) => JSON.stringify([model, scheme, weights]);
  const totals = (rows: readonly CostRow[]) =>
    rows.filter(({ layer, op }) => layer === "total" && op === "model");
  const after = new Map(totals(second).map((row) => [keyOf(row), row] as const));
  return totals(first).flatMap((row) => {
    const own = after.get(keyOf(row));
    return costColumns.flatMap(([measure, column]): readonly CostChange[] => {
      const [before, now] = [row[column], own?.[column]];
      if (before === undefined || now === undefined) return [];
      const { model, scheme, weights } = row;
      const allowed = costMargin * before;
      const change = now > before + allowed ? "worse" : now < before - allowed ? "better" : "same";
      return [{ model, scheme, weights, measure, first: before, second: now, change }];
    });
  });
}

/** Cells that `own` alone has, by configuration. */
function loneCells(
  own: ReadonlyMap<string, RunCell>,
  other: ReadonlyMap<string, RunCell>,
): readonly LoneCells[] {
  const rows = [...own].filter(([key]) => !other.has(key)).map(([, { cell }]) => cell.row);
  const groups = Map.groupBy(rows, (row) => JSON.stringify([row.model, strategyKey(row)]));
  return [...groups.values()].map((cells) => ({
    model: cells[0]!.model,
    ...columnsOf(cells[0]!),
    cells: cells.length,
  }));
}

function columnsOf(columns: StrategyColumns): StrategyColumns {
  const { scheme, weights, dynamicValues, ...calibration } = columns;
  const { calibrator, calibratorParameter, calibrationSize } = calibration;
  return { scheme, weights, dynamicValues, calibrator, calibratorParameter, calibrationSize };
}
