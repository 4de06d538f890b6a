import { assert, assertEquals } from "@std/assert";
import { compile } from "vega-lite";
import { allCharts } from "../../../src/report/charts/all.ts";
import { renderSvg } from "../../../src/report/svg.ts";
import { validateSpec } from "../validate_spec.ts";
import { hostileNames, hostileTables } from "./hostile_names.ts";

/** The least width of a picture that long names must not push it over. */
const mostWidthPx = 1400;

/** Every string that Vega reads as an expression. */
function expressions(value: unknown, key: string): readonly string[] {
  if (typeof value === "string") {
    return ["expr", "signal", "test", "update", "init"].includes(key) ? [value] : [];
  }
  if (typeof value !== "object" || value === null || key === "values") return [];
  return Object.entries(value).flatMap(([name, item]) => expressions(item, name));
}

for (const name of hostileNames) {
  const short = JSON.stringify(name.slice(0, 25));
  Deno.test(`every chart draws the name ${short} as text`, async () => {
    const charts = allCharts(hostileTables(name));
    assertEquals(charts.length, 8);
    for (const { name: chart, spec } of charts) {
      assertEquals(validateSpec(JSON.parse(JSON.stringify(spec))), [], chart);
      const svg = await renderSvg(spec);
      assert(!/<(script|svg [^>]*onload)/i.test(svg), `${chart} must escape markup`);
      assert(!svg.includes("NaN"), `${chart} must have finite coordinates`);
      const widthPx = Number(/ width="(\d+)"/.exec(svg)?.[1]);
      assert(widthPx <= mostWidthPx, `${chart} must limit labels, its width is ${widthPx}`);
      assert(!/>[^<]{300,}</.test(svg), `${chart} must cut long names`);
      const read = expressions(compile(spec).spec, "");
      assert(read.length > 0, `${chart} must have expressions to look at`);
      const foreign = read.filter((text) => name.length > 3 && text.includes(name.slice(0, 10)));
      assertEquals(foreign, [], `${chart} must not put names into expressions`);
    }
  });
}
