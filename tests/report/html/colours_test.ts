import { assert, assertEquals } from "@std/assert";
import { allCharts } from "../../../src/report/charts/all.ts";
import { seriesOf } from "../../../src/report/charts/series.ts";
import { colourRules, darkColours } from "../../../src/report/html/colours.ts";
import { syntheticTables } from "../synthetic_tables.ts";

/** Every colour that stands in a specification, by the keys that hold colours. */
function coloursIn(value: unknown, key: string): readonly string[] {
  if (typeof value === "string") {
    const holds = /colou?r$|^(fill|stroke|range)$/i.test(key);
    return holds && value !== "transparent" ? [value] : [];
  }
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item) => coloursIn(item, key));
  return Object.entries(value).flatMap(([name, item]) =>
    name === "shape" ? [] : coloursIn(item, name)
  );
}

/** Relative luminance of #rrggbb (WCAG 2.2). */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const share = parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(a: string, b: string): number {
  const [least, most] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (most! + 0.05) / (least! + 0.05);
}

Deno.test("darkColours has every colour of the charts", () => {
  const names = ["new", "newer", "newest"];
  const spare = seriesOf(names.map((calibrator) => ({ scheme: "static", calibrator })));
  const used = new Set([
    ...allCharts(syntheticTables()).flatMap(({ spec }) => coloursIn(spec, "")),
    ...spare.map(({ colour }) => colour),
    "#999933",
  ]);
  assert(used.size > 25, `${used.size}`);
  assertEquals([...used].filter((colour) => !Object.hasOwn(darkColours, colour)), []);
  assertEquals(Object.keys(darkColours).filter((colour) => !used.has(colour)), ["black"]);
});

Deno.test("colourRules() change fill and stroke in dark alone", () => {
  assert(colourRules().includes('.drawing [fill="#222222"]{fill:light-dark(#222222,#d3d8dd)}'));
  assertEquals(colourRules().split("\n").length, 2 * Object.keys(darkColours).length);
});

Deno.test("text and lines stand out from dark paper, and numbers from every cell", () => {
  const paper = darkColours["white"]!;
  for (const text of ["black", "#222222"]) {
    assert(contrast(darkColours[text]!, paper) >= 7, text);
  }
  const lines = seriesOf([
    ...["min-max", "percentile", "moving-average", "entropy", "mse"].map((calibrator) => ({
      scheme: "static",
      calibrator,
    })),
    ...["as-shipped", "float32", "weight-only", "hybrid", "dynamic", "dynamic-input"]
      .map((scheme) => ({ scheme })),
  ]);
  for (const { colour, label } of lines) {
    assert(contrast(darkColours[colour]!, paper) >= 3, label);
  }
  const cells = ["#d9660f", "#ee8d33", "#f6ab63", "#fbc892", "#fde0bf", "#fdf0e1", "#f8f8f8"];
  for (const cell of cells) {
    assert(contrast("#111111", cell) >= 4.5, `light ${cell}`);
    assert(contrast(darkColours["#111111"]!, darkColours[cell]!) >= 4.5, `dark ${cell}`);
  }
});
