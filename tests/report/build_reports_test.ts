import { assert, assertEquals } from "@std/assert";
import { accuracyTable } from "../../src/records/mod.ts";
import { buildReports, fromCsv } from "../../src/report/mod.ts";
import { syntheticTables } from "./synthetic_tables.ts";

const tables = syntheticTables();
const about = { provenance: { seed: 1 }, warningTexts: {} };

Deno.test("buildReports() gives tables, charts, summary and page, the same every time", async () => {
  const [files, again] = [
    await buildReports({ ...tables, ...about }),
    await buildReports({ ...tables, ...about }),
  ];
  const charts = [
    ...["accuracy_by_calibration_size", "accuracy_by_severity", "agreement_by_severity"],
    ...["calibration_condition", "clip_rate", "cost", "headroom", "pareto"],
  ];
  assertEquals(files.map((file) => file.name), [
    ...["accuracy.csv", "comparisons.csv", "decisions.csv", "layers.csv", "cost.csv"],
    "calibration.csv",
    "latency.csv",
    "mixed.csv",
    ...charts.flatMap((name) => [`${name}.vl.json`, `${name}.svg`]),
    "summary.md",
    "report.html",
  ]);
  for (const [index, { name, text }] of files.entries()) {
    assert(text === again[index]?.text, name);
    assert(text.endsWith("\n"), name);
    if (name.endsWith(".svg")) assert(text.startsWith("<svg ") && text.endsWith("</svg>\n"), name);
    if (name.endsWith(".json")) JSON.parse(text);
  }
  assertEquals(fromCsv(accuracyTable, files[0]!.text), tables.accuracy);
});

Deno.test("buildReports() draws nothing but cost, summary and page from latency", async () => {
  const slower = tables.latency.map((row) => ({ ...row, p50Us: row.p50Us * 2 }));
  const small = { ...tables, ...about, layers: [], calibration: [] };
  const [one, other] = [
    await buildReports(small),
    await buildReports({ ...small, latency: slower }),
  ];
  const differing = one.filter(({ text }, index) => text !== other[index]?.text);
  assertEquals(differing.map((file) => file.name), [
    "latency.csv",
    "cost.vl.json",
    "cost.svg",
    "summary.md",
    "report.html",
  ]);
});
