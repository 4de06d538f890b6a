import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { LoggerInterface } from "vega";
import { compile } from "vega-lite";
import { allCharts, type ChartTables } from "../../../src/report/charts/all.ts";
import type { VegaLiteSpec } from "../../../src/report/charts/spec.ts";
import { renderSvg } from "../../../src/report/svg.ts";
import { syntheticTables } from "../synthetic_tables.ts";
import { validateSpec } from "../validate_spec.ts";

const tables = syntheticTables();
const charts = allCharts(tables);
const empty: ChartTables = { accuracy: [], layers: [], cost: [], latency: [] };

/** What Vega-Lite would warn about. */
function warningsOf(spec: VegaLiteSpec): readonly string[] {
  const warnings: string[] = [];
  const note = (...parts: readonly unknown[]) => {
    warnings.push(parts.join(" "));
    return logger;
  };
  const logger: LoggerInterface = {
    level: () => logger,
    error: note,
    warn: note,
    info: () => logger,
    debug: () => logger,
  };
  compile(spec, { logger });
  return warnings;
}

Deno.test("allCharts() draws every chart for a whole run", () => {
  assertEquals(charts.map((chart) => chart.name), [
    "accuracy_by_calibration_size",
    "accuracy_by_severity",
    "agreement_by_severity",
    "calibration_condition",
    "clip_rate",
    "cost",
    "headroom",
    "pareto",
  ]);
});

Deno.test("validateSpec() finds errors", () => {
  assert(validateSpec({ mark: "bra", data: { values: [] } }).length > 0);
  assert(validateSpec({ ...charts[0]!.spec, columns: "two" }).length > 0);
});

for (const { name, spec } of charts) {
  Deno.test(`${name} is valid Vega-Lite, without warnings, and says what it shows`, () => {
    assertEquals(validateSpec(JSON.parse(JSON.stringify(spec))), []);
    assertEquals(warningsOf(spec), []);
    const title = spec.title as { text: string; subtitle: readonly string[] };
    assert(title.text.length > 10 && title.subtitle.length >= 2);
    assert(title.subtitle.every((line) => line.length < 125), "a subtitle line must fit 900 px");
    assert(String(spec.description).length > 60);
  });

  Deno.test(`${name} fits the width of a README and draws finite coordinates`, async () => {
    const svg = await renderSvg(spec);
    const widthPx = Number(/ width="(\d+)"/.exec(svg)?.[1]);
    assert(widthPx > 600 && widthPx <= 950, `width ${widthPx}`);
    assert(!svg.includes("NaN") && !svg.includes("undefined"));
    assertStringIncludes(svg, ">resnet8<");
  });
}

Deno.test("allCharts() leaves out what has no data", () => {
  assertEquals(allCharts(empty), []);
  const only = (part: Partial<ChartTables>) =>
    allCharts({ ...empty, ...part }).map((chart) => chart.name);
  const phase = (name: string) => tables.accuracy.filter((row) => row.phase === name);
  assertEquals(only({ accuracy: phase("calibration-sweep") }), ["accuracy_by_calibration_size"]);
  assertEquals(only({ accuracy: phase("calibration-condition") }), ["calibration_condition"]);
  assertEquals(only({ accuracy: phase("shift-ladder") }), [
    "accuracy_by_severity",
    "agreement_by_severity",
  ]);
  assertEquals(only({ latency: tables.latency }), ["cost"]);
  assertEquals(only({ cost: tables.cost }), ["cost"]);
  assertEquals(only({ layers: tables.layers }), ["clip_rate", "headroom"]);
  assertEquals(only({ layers: tables.layers.filter((row) => row.scheme !== "static") }), []);
  assertEquals(only({ accuracy: tables.accuracy.filter((row) => row.shift === "clean") }), [
    "accuracy_by_calibration_size",
    "calibration_condition",
  ]);
});

Deno.test("every chart draws sparse tables: one row of each kind", async () => {
  for (const { phase } of [{ phase: "calibration-sweep" }, { phase: "shift-ladder" }]) {
    const some = tables.accuracy.filter((row) => row.phase === phase && row.shift !== "clean");
    const sparse = {
      accuracy: [some[0]!, some.at(-1)!],
      layers: tables.layers.filter((row) => row.shift === "gain" && row.calibrator === "min-max")
        .slice(0, 1),
      cost: tables.cost.slice(0, 1),
      latency: tables.latency.slice(-1),
    };
    for (const { name, spec } of allCharts(sparse)) {
      assertEquals(validateSpec(JSON.parse(JSON.stringify(spec))), [], name);
      assert(!(await renderSvg(spec)).includes("NaN"), name);
    }
  }
});
