import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import type { VegaLiteSpec } from "../../src/report/charts/spec.ts";
import { renderSvg } from "../../src/report/svg.ts";
import { allCharts } from "../../src/report/charts/all.ts";
import { syntheticTables } from "./synthetic_tables.ts";

const bars: VegaLiteSpec = {
  description: 'Bars of "a" & <b>',
  data: { values: [{ name: "x < y", value: 1 }] },
  mark: "bar",
  encoding: {
    x: { field: "value", type: "quantitative" },
    y: { field: "name", type: "nominal" },
  },
};

Deno.test("renderSvg() draws data as escaped text and says what the picture shows", async () => {
  const svg = await renderSvg(bars);
  assertStringIncludes(svg, "x &lt; y");
  assertStringIncludes(svg, 'role="img" aria-label="Bars of &#34;a&#34; &#38; &#60;b&#62;"');
});

Deno.test("renderSvg() numbers ids within the picture, also for calls at the same time", async () => {
  const gradient: VegaLiteSpec = {
    data: { values: [{ value: 1 }, { value: 2 }] },
    mark: "point",
    encoding: { color: { field: "value", type: "quantitative" } },
  };
  const [one, two] = await Promise.all([renderSvg(gradient), renderSvg(gradient)]);
  assertStringIncludes(one, 'id="gradient_0"');
  assert(one === two);
});

Deno.test("renderSvg() gives the same text every time", async () => {
  const charts = allCharts(syntheticTables());
  const draw = async () => {
    const texts: string[] = [];
    for (const { spec } of charts) texts.push(await renderSvg(spec));
    return texts;
  };
  const [first, again] = [await draw(), await draw()];
  for (const [index, { name }] of charts.entries()) assert(first[index] === again[index], name);
  assertEquals(first.length, 8);
});

Deno.test("renderSvg() loads nothing", async () => {
  const urls = ["https://localhost/x.csv", "file:///etc/hostname", "data.csv"];
  for (const url of urls) {
    await assertRejects(
      () => renderSvg({ ...bars, data: { url } }),
      Error,
      `Cannot draw a chart: its data must stand in the spec, not in "${url}"`,
    );
  }
});

Deno.test("renderSvg() fails where Vega would print an error and draw nothing", async () => {
  const transform = [{ calculate: "toNumber(datum)[0][0]", as: "y" }];
  await assertRejects(() => renderSvg({ ...bars, transform }), Error, "Cannot draw a chart: ");
});

Deno.test("src/report imports Vega as types or on demand only, so that starting is fast", () => {
  const folders = ["../../src/report/", "../../src/report/charts/"];
  const imports = folders.flatMap((folder) => {
    const url = new URL(folder, import.meta.url);
    return [...Deno.readDirSync(url)].filter(({ isFile }) => isFile).flatMap(({ name }) => {
      const text = Deno.readTextFileSync(new URL(name, url));
      return [...text.matchAll(/^(import|export)\s+(type\s)?[^;]*?from "vega[^"]*";/gm)];
    });
  });
  assert(imports.length >= 2, "the pattern must find the type imports");
  assertEquals(imports.filter(([, , type]) => type === undefined).map(([text]) => text), []);
});
