import { assert, assertEquals } from "@std/assert";
import { calibratorNames } from "../../../src/calibrate/mod.ts";
import { comparedKinds } from "../../../src/quantize/mod.ts";
import { seriesLabel, seriesOf, seriesScale } from "../../../src/report/charts/series.ts";

const fixed = (calibrator: string, calibratorParameter?: number) => ({
  scheme: "static",
  calibrator,
  calibratorParameter,
});

Deno.test("seriesOf() sorts by legend, static first, each series once", () => {
  const rows = [
    { scheme: "dynamic" },
    { scheme: "float32" },
    fixed("percentile", 99.99),
    fixed("min-max"),
    fixed("min-max"),
  ];
  assertEquals(seriesOf(rows).map((one) => one.label), [
    "static min-max",
    "static percentile 99.99",
    "float32",
    "dynamic",
  ]);
});

Deno.test("seriesOf() puts as-shipped between static and the rest, in a colour of its own", () => {
  const kinds = comparedKinds.filter((kind) => kind !== "static").map((scheme) => ({ scheme }));
  const series = seriesOf([...kinds, ...calibratorNames.map((name) => fixed(name))]);
  const labels = series.map((one) => one.label);
  assertEquals(labels.indexOf("as-shipped"), calibratorNames.length);
  assert(labels.slice(0, calibratorNames.length).every((label) => label.startsWith("static ")));
  const more = [...series, ...seriesOf([fixed("new"), fixed("newer"), fixed("newest")])];
  assertEquals(new Set(more.map((one) => one.colour)).size, series.length + 3);
});

Deno.test("seriesOf() gives a scheme the same colour whatever else is shown", () => {
  const colour = (rows: Parameters<typeof seriesOf>[0], label: string) =>
    seriesOf(rows).find((one) => one.label === label)?.colour;
  const all = [fixed("min-max"), fixed("mse"), { scheme: "dynamic" }, { scheme: "hybrid" }];
  for (const row of all) {
    assertEquals(colour([row], seriesLabel(row)), colour(all, seriesLabel(row)));
  }
  assertEquals(new Set(seriesOf(all).map((one) => one.colour)).size, all.length);
});

Deno.test("seriesOf() gives all of mixed one colour, and each a label of its own", () => {
  const rows = [3, 1].map((dynamicValues) => ({
    scheme: "mixed",
    calibrator: "min-max",
    dynamicValues,
  }));
  const series = seriesOf(rows);
  assertEquals(series.map((one) => one.label), [
    "mixed min-max, 3 dynamic",
    "mixed min-max, 1 dynamic",
  ]);
  assertEquals(new Set(series.map((one) => one.colour)).size, 1);
});

Deno.test("seriesOf() gives unknown names and second parameters colours of their own", () => {
  const rows = [
    fixed("percentile", 99.99),
    fixed("percentile", 99.9),
    fixed("new"),
    fixed("newer"),
  ];
  assertEquals(new Set(seriesOf(rows).map((one) => one.colour)).size, 4);
});

Deno.test("seriesScale() pairs each label with its colour", () => {
  const series = seriesOf([fixed("min-max"), { scheme: "dynamic" }]);
  const { domain, range } = seriesScale(series, "colour").scale;
  assertEquals(domain, ["static min-max", "dynamic"]);
  assertEquals(range, ["#0072B2", "#D55E00"]);
});
