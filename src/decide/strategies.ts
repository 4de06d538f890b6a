import type { AccuracyRow, CostRow, LatencyRow } from "../records/mod.ts";
import type { LadderCell } from "./compare.ts";
import { compareListing, compareText, type StrategyColumns } from "./listing_order.ts";
import type { Quantities, Quantity, QuantityName } from "./quantities.ts";

/** A configuration of a model that was run on the shift ladder, with what it keeps and costs. */
export interface Strategy extends StrategyColumns {
  readonly suite: string;
  readonly model: string;
  /**
   * Whether it can be recommended: float32 and weight-only are references, since they multiply float32,
   * for which there is no instruction estimate.
   */
  readonly competes: boolean;
  readonly quantities: Quantities;
  /** Its cells on all samples: clean, then by shift and severity. */
  readonly cells: readonly StrategyCell[];
}

/** A cell of the shift ladder, and whether float32 itself has collapsed there. */
export interface StrategyCell {
  readonly condition: string;
  readonly cell: LadderCell;
  readonly collapsed: boolean;
}

/** What the quantities of strategies are read from. */
export interface StrategySources {
  readonly cost: readonly CostRow[];
  /** Where it is not given there is no `latency_us`: it differs from run to run. */
  readonly latency?: readonly LatencyRow[];
}

/** Schemes that nothing is chosen for: others are held against them. */
const references: readonly string[] = ["float32", "weight-only"];

/**
 * The strategies of every model, models in the order of rows, strategies in the order of
 * `compareListing`: each configuration of the shift ladder, with its named quantities.
 */
export function strategiesOf(
  cells: readonly LadderCell[],
  sources: StrategySources,
): readonly Strategy[] {
  const whole = cells.filter(({ subset }) => subset === undefined);
  return [...Map.groupBy(whole, ({ row }) => row.model).values()].flatMap((own) => {
    const collapsed = new Set(own.filter(({ row }) => hasCollapsed(row)).map(conditionOf));
    return [...Map.groupBy(own, ({ row }) => strategyKey(row)).values()]
      .map((ofOne) => strategyOf(ofOne, collapsed, sources))
      .toSorted(compareListing);
  });
}

function strategyOf(
  own: readonly LadderCell[],
  collapsed: ReadonlySet<string>,
  sources: StrategySources,
): Strategy {
  const cells = own.map((cell): StrategyCell => {
    const condition = conditionOf(cell);
    return { condition, cell, collapsed: collapsed.has(condition) };
  }).toSorted((a, b) => compareCells(a.cell.row, b.cell.row))
    // A calibrator that was asked for twice is one strategy.
    .filter(({ condition }, index, all) => condition !== all[index - 1]?.condition);
  const { suite, model, scheme, weights, dynamicValues, ...calibration } = cells[0]!.cell.row;
  const { calibrator, calibratorParameter, calibrationSize } = calibration;
  const names = { suite, model, scheme, weights, dynamicValues };
  return {
    ...names,
    calibrator,
    calibratorParameter,
    calibrationSize,
    competes: !references.includes(scheme),
    quantities: {
      ...kept(cells, "accuracy"),
      ...kept(cells, "agreement"),
      ...costOf(names, sources.cost),
      ...sizeOf(scheme, calibrationSize),
      ...latencyOf(names, sources.latency ?? []),
    },
    cells,
  };
}

/** Names a strategy within a model. */
export function strategyKey(columns: StrategyColumns): string {
  const { scheme, weights, dynamicValues, ...calibration } = columns;
  const { calibrator, calibratorParameter, calibrationSize } = calibration;
  return JSON.stringify([
    ...[scheme, weights, dynamicValues],
    ...[calibrator, calibratorParameter, calibrationSize],
  ]);
}

/** `static min-max per-channel`. */
export function strategyLabel(columns: StrategyColumns): string {
  const { scheme, dynamicValues, calibrator, calibratorParameter, weights } = columns;
  return [
    scheme,
    ...(dynamicValues === undefined ? [] : [`(${dynamicValues} dynamic)`]),
    ...[calibrator, calibratorParameter, weights].filter((part) => part !== undefined),
  ].join(" ");
}

function conditionOf({ row: { shift, severity } }: LadderCell): string {
  return JSON.stringify([shift, severity]);
}

/** Clean first, then by name and severity, whatever the order of rows. */
function compareCells(one: AccuracyRow, other: AccuracyRow): number {
  const isClean = (row: AccuracyRow) => Number(row.severity === 0);
  return isClean(other) - isClean(one) || compareText(one.shift, other.shift) ||
    one.severity - other.severity;
}

function hasCollapsed({ warnings }: AccuracyRow): boolean {
  return warnings.split(" ").includes("float-collapsed");
}

/** Clean, worst and mean of what is kept; of accuracy, where there are labels. */
function kept(cells: readonly StrategyCell[], what: "accuracy" | "agreement"): Quantities {
  const rows = cells.filter(({ collapsed }) => !collapsed).map(({ cell }) => cell.row);
  if (what === "accuracy" && cells[0]!.cell.row.metric === "fidelity") return {};
  const quantityOf = (row: AccuracyRow): Quantity => ({
    ...what === "accuracy"
      ? { value: row.value, lo: row.valueLo, hi: row.valueHi }
      : { value: row.agreement, lo: row.agreementLo, hi: row.agreementHi },
    shift: row.shift,
    severity: row.severity,
    samples: row.samples,
  });
  const clean = rows.find(({ severity }) => severity === 0);
  const shifted = rows.filter(({ severity }) => severity !== 0).map(quantityOf);
  const [first, ...rest] = shifted;
  return {
    ...(clean && { [`clean_${what}`]: quantityOf(clean) }),
    ...(first && {
      [`worst_${what}`]: rest.reduce((worst, one) => one.value < worst.value ? one : worst, first),
      [`mean_${what}`]: { value: mean(shifted.map(({ value }) => value)) },
    }),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

const costColumns = {
  arena_bytes: "arenaBytes",
  flash_bytes: "flashBytes",
  int8_macs: "int8Macs",
  float_macs: "floatMacs",
  int32_scan: "int32Scan",
  float_scan: "floatScan",
  requantizations: "requantizations",
  quantize: "quantize",
  dequantize: "dequantize",
  instructions_m3: "instructionsM3",
  instructions_m4: "instructionsM4",
  instructions_m7: "instructionsM7",
  instructions_m55: "instructionsM55",
} as const satisfies Partial<Record<QuantityName, keyof CostRow>>;

type Names = Pick<Strategy, "model" | "scheme" | "weights" | "dynamicValues">;

function isOf({ model, scheme, weights, dynamicValues }: Names): (row: Names) => boolean {
  return (row) =>
    row.model === model && row.scheme === scheme && row.weights === weights &&
    row.dynamicValues === dynamicValues;
}

function costOf(names: Names, cost: readonly CostRow[]): Quantities {
  const isOwn = isOf(names);
  const total = cost.find((row) => row.layer === "total" && row.op === "model" && isOwn(row));
  if (total === undefined) return {};
  return Object.fromEntries(
    Object.entries(costColumns).flatMap(([name, column]) => {
      const value = total[column];
      return value === undefined ? [] : [[name, { value }]];
    }),
  );
}

/** What uses no calibration set needs 0 samples; what one was shipped with is not known. */
function sizeOf(scheme: string, calibrationSize: number | undefined): Quantities {
  if (calibrationSize === undefined && scheme === "as-shipped") return {};
  return { calibration_size: { value: calibrationSize ?? 0 } };
}

/** With the kernel set of the run; rows of several do not occur in one run. */
function latencyOf(names: Names, latency: readonly LatencyRow[]): Quantities {
  const own = latency.find(isOf(names));
  return own === undefined ? {} : { latency_us: { value: own.p50Us } };
}
