import type { AccuracyRow, CostRow, LatencyRow, LayerRow } from "../../records/mod.ts";
import { accuracyByCalibrationSize } from "./accuracy_by_calibration_size.ts";
import { accuracyBySeverity } from "./accuracy_by_severity.ts";
import { agreementBySeverity } from "./agreement_by_severity.ts";
import { calibrationCondition } from "./calibration_condition.ts";
import { clipRate } from "./clip_rate.ts";
import { cost } from "./cost.ts";
import { headroom } from "./headroom.ts";
import type { ChartLayout, VegaLiteSpec } from "./spec.ts";

/** The tables that charts are drawn from. */
export interface ChartTables {
  readonly accuracy: readonly AccuracyRow[];
  readonly layers: readonly LayerRow[];
  readonly cost: readonly CostRow[];
  readonly latency: readonly LatencyRow[];
}

/** A chart under its file name without ending. */
export interface Chart {
  readonly name: string;
  readonly spec: VegaLiteSpec;
}

/** Every chart that the tables have data for. */
export function allCharts(
  tables: ChartTables,
  layout: ChartLayout = "grid",
): readonly Chart[] {
  const charts = [
    {
      name: "accuracy_by_calibration_size",
      spec: accuracyByCalibrationSize(tables.accuracy, layout),
    },
    { name: "accuracy_by_severity", spec: accuracyBySeverity(tables.accuracy, layout) },
    { name: "agreement_by_severity", spec: agreementBySeverity(tables.accuracy, layout) },
    { name: "calibration_condition", spec: calibrationCondition(tables.accuracy, layout) },
    { name: "clip_rate", spec: clipRate(tables.layers, layout) },
    { name: "cost", spec: cost(tables, layout) },
    { name: "headroom", spec: headroom(tables.layers, layout) },
  ];
  return charts.flatMap(({ name, spec }) => spec === undefined ? [] : [{ name, spec }]);
}
