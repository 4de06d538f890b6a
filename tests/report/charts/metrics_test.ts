import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { AccuracyRow, MetricName } from "../../../src/records/mod.ts";
import { allCharts } from "../../../src/report/charts/all.ts";
import { renderSvg } from "../../../src/report/svg.ts";
import { syntheticTables } from "../synthetic_tables.ts";
import { validateSpec } from "../validate_spec.ts";

/** Charts of accuracy of a run of two models with another metric. */
function chartsOf(metric: MetricName) {
  const rows = syntheticTables().accuracy.filter(({ model }) => model < "m")
    .map((row): AccuracyRow =>
      metric === "fidelity"
        ? { ...row, metric, value: row.agreement, float32Value: undefined }
        : { ...row, metric }
    );
  return allCharts({ accuracy: rows, layers: [], cost: [], latency: [] });
}

/** Every format of a vertical axis, and the title and subtitle. */
function wordsOf(spec: unknown): string {
  const { title } = spec as { title: { text: string; subtitle: readonly string[] } };
  return [title.text, ...title.subtitle].join("\n");
}

Deno.test("allCharts() draws AUCs as they are, and agreement in percent", async () => {
  const charts = new Map(chartsOf("auc").map(({ name, spec }) => [name, spec]));
  for (const [name, spec] of charts) {
    assertEquals(validateSpec(JSON.parse(JSON.stringify(spec))), [], name);
    assert(!(await renderSvg(spec)).includes("NaN"), name);
  }
  const json = (name: string) => JSON.stringify(charts.get(name));
  for (const name of ["accuracy_by_calibration_size", "accuracy_by_severity"]) {
    assert(!json(name).includes("%"), name);
    assertStringIncludes(json(name), '"AUC"');
    assertStringIncludes(wordsOf(charts.get(name)), "AUC ");
  }
  assertStringIncludes(wordsOf(charts.get("accuracy_by_calibration_size")), "at least 0.02 high");
  assertStringIncludes(json("agreement_by_severity"), "%");
  assertStringIncludes(wordsOf(charts.get("calibration_condition")), "Number: AUC. Down:");
  assert(/"text":"0\.\d\d\d"/.test(json("calibration_condition")), "three decimals in the cells");
});

Deno.test("allCharts() draws agreement once for fidelity, without float32", async () => {
  const charts = chartsOf("fidelity");
  assertEquals(charts.map(({ name }) => name), [
    ...["accuracy_by_calibration_size", "agreement_by_severity", "calibration_condition"],
  ]);
  for (const { name, spec } of charts) {
    assertEquals(validateSpec(JSON.parse(JSON.stringify(spec))), [], name);
    assert(!(await renderSvg(spec)).includes("NaN"), name);
    assert(!wordsOf(spec).includes("Dashed black"), name);
    assertStringIncludes(wordsOf(spec).toLowerCase(), "agreement", name);
  }
  assert(!String(charts[2]!.spec.description).includes("and float32"));
});
