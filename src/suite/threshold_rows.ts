import type { ThresholdRow } from "../records/mod.ts";
import { quantile, wilsonInterval } from "../statistics/mod.ts";
import { hasCollapsed } from "./accuracy_rows.ts";
import {
  calibrationWarningsOf,
  configurationColumns,
  evaluationOfCell,
  float32OfCell,
  type MeasuredRun,
  rounded,
} from "./measured_run.ts";
import { type Cell, clean } from "./plan.ts";

/** The rows of thresholds.csv, in the order of the cells; none without anomaly scores. */
export function thresholdRows(run: MeasuredRun): readonly ThresholdRow[] {
  return run.metric === "auc" ? run.cells.map((cell) => thresholdRow(run, cell)) : [];
}

function thresholdRow(run: MeasuredRun, cell: Cell): ThresholdRow {
  const { configuration, condition } = cell;
  const threshold = run.thresholds.get(configuration.model)!;
  const scores = evaluationOfCell(run, cell).scores!;
  const reference = float32OfCell(run, { configuration, condition: clean }).scores!;
  const share = (label: number) => {
    const own = scores.filter((_, i) => run.labels![i] === label);
    const above = own.filter((score) => score > threshold).length;
    const { lo, hi } = wilsonInterval(above, own.length);
    return { samples: own.length, above, share: above / own.length, lo, hi };
  };
  const [normals, anomalies] = [share(0), share(1)];
  const shift = (values: Float64Array) => scoreShift(values, reference, threshold);
  return {
    suite: run.suite,
    phase: cell.phase,
    ...configurationColumns(configuration),
    shift: condition.shift,
    severity: condition.severity,
    threshold,
    anomalies: anomalies.samples,
    detected: anomalies.above,
    detectedShare: anomalies.share,
    detectedLo: anomalies.lo,
    detectedHi: anomalies.hi,
    normals: normals.samples,
    falseAlarms: normals.above,
    falseAlarmShare: normals.share,
    falseAlarmLo: normals.lo,
    falseAlarmHi: normals.hi,
    scoreShift: shift(scores),
    scoreShiftOfFloat32: shift(float32OfCell(run, cell).scores!),
    warnings: [
      ...calibrationWarningsOf(run, configuration),
      ...(hasCollapsed(run, cell) ? ["float-collapsed"] : []),
    ].join(" "),
  };
}

/** Median over samples of what a score moved by, as a share of the threshold. */
function scoreShift(
  scores: Float64Array,
  reference: Float64Array,
  threshold: number,
): number | undefined {
  const moved = scores.map((score, i) => (score - reference[i]!) / threshold);
  return moved.every(Number.isFinite) ? rounded(quantile(moved, 0.5)) : undefined;
}
