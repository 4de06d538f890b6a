import type { ChartTables } from "../../../src/report/charts/all.ts";
import { syntheticTables } from "../synthetic_tables.ts";

/** Names that try to be something else: markup, a formula, an expression, a key of every object. */
export const hostileNames: readonly string[] = [
  "<script>alert(1)</script>",
  "=cmd()",
  `"quo'ted\\`,
  "a\nb\r\tc\u0000",
  "long ".repeat(2000),
  "__proto__",
  "constructor",
  "datum.value]+alert(1)//",
  '{"signal":"alert(1)"}',
  "${alert(1)}",
  "| [x](javascript:alert(1)) `y`",
  "]]><svg onload=alert(1)>",
  "",
];

const renamed: Readonly<Record<string, readonly string[]>> = {
  model: ["mlp"],
  shift: ["gain"],
  scheme: ["hybrid"],
  calibrator: ["mse", "percentile"],
  firstScheme: ["hybrid"],
  firstCalibrator: ["min-max", "percentile"],
  secondScheme: ["hybrid"],
  calibrationCondition: ["clean", "one-class"],
  suite: ["digits"],
  metric: ["top-1"],
  op: ["conv2d", "fully_connected"],
  kernels: ["wasm"],
  warnings: ["few-samples"],
};

/** The synthetic tables of two models, some of their names replaced by `name`. */
export function hostileTables(name: string): ReturnType<typeof syntheticTables> & ChartTables {
  const tables = syntheticTables();
  const rename = <Row extends { readonly model: string }>(rows: readonly Row[]): Row[] =>
    rows.filter(({ model }) => model === "mlp" || model === "lenet5").map((row) => {
      const entries = Object.entries(row).map(([key, value]) => [
        key,
        renamed[key]?.includes(value) === true ? name : value,
      ]);
      return Object.fromEntries(entries) as Row;
    });
  return {
    accuracy: rename(tables.accuracy),
    comparisons: rename(tables.comparisons),
    decisions: rename(tables.decisions),
    thresholds: rename(tables.thresholds),
    layers: rename(tables.layers),
    cost: rename(tables.cost),
    calibration: rename(tables.calibration),
    latency: rename(tables.latency),
    mixed: rename(tables.mixed),
  };
}
