import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { ReportInput } from "../../../src/report/mod.ts";
import { allCharts } from "../../../src/report/charts/all.ts";
import { chartWords } from "../../../src/report/html/words.ts";
import { reportHtml } from "../../../src/report/html/report_html.ts";
import { hostileNames, hostileTables } from "../charts/hostile_names.ts";
import { syntheticTables } from "../synthetic_tables.ts";
import { decisionRow } from "./decision_row.ts";

const about = { provenance: { mode: "quick", seed: 7 }, warningTexts: { "few-samples": "Few." } };
const whole: ReportInput = { ...syntheticTables(), ...about };
const tableFiles = ["accuracy", "layers", "cost", "latency", "mixed"].map((name) => `${name}.csv`);
const text = await reportHtml(whole, tableFiles);

/** A run of some of the models, with few rows. */
function smallRun(models: readonly string[]): ReportInput {
  const own = <Row extends { readonly model: string }>(rows: readonly Row[]) =>
    models.flatMap((model) =>
      rows.filter((row) => row.model === "mlp").map((row) => ({ ...row, model }))
    );
  const nothing = {
    comparisons: [],
    decisions: [],
    mixed: [],
    thresholds: [],
    layers: [],
    calibration: [],
  };
  const { cost, latency } = whole;
  return { ...about, ...nothing, accuracy: [], cost: own(cost), latency: own(latency) };
}

/** What a browser shows: without scripts and styles. */
function shown(page: string): string {
  return page.replaceAll(/<(script|style)\b.*?<\/\1>/gs, "");
}

Deno.test("reportHtml() has its sections in order, the recommendation first", () => {
  assertEquals(
    [...shown(text).matchAll(/<h([12])[^>]*>(.*?)<\/h\1>/g)].map(([, , title]) => title),
    [
      "digits",
      "Recommendation",
      "Static or dynamic",
      "What the data decide",
      "Charts",
      "Warnings",
      "Provenance",
      "Words",
    ],
  );
  assertEquals(
    [...text.matchAll(/<figure id="(\w+)"/g)].map(([, name]) => name),
    allCharts(whole).map(({ name }) => name),
  );
  assertStringIncludes(text, "4 models, 1,000 evaluation samples, a quick run, seed 7.");
  assertStringIncludes(text, "<dt>few-samples</dt><dd>Few.</dd>");
});

Deno.test("reportHtml() gives the same page every time, below 4 MB for a default run", async () => {
  assert(text === await reportHtml(whole, tableFiles));
  assert(text.length > 1e6 && text.length < 4e6, `${text.length}`);
});

Deno.test("reportHtml() loads nothing", () => {
  const page = shown(text);
  assertEquals(page.match(/<(link|img|iframe|object|embed|base|form|svg|video)\b/gi), null);
  assertEquals(page.match(/\b(src|srcset|action|style|on\w+)=/gi), null);
  const links = [...page.matchAll(/href="([^"]*)"/g)].map(([, link]) => link!);
  assert(links.length > 20);
  assertEquals(links.filter((link) => !/^(#[\w-]+|[\w.]+)$/.test(link)), []);
  const styles = /<style>(.*?)<\/style>/s.exec(text)![1]!;
  assertEquals(styles.match(/@import|url\(|https?:/), null);
  assertStringIncludes(page, `content="default-src &#39;none&#39;; script-src &#39;sha256-`);
});

Deno.test("reportHtml() says of every chart how to read it and where its rows are", () => {
  for (const { name } of allCharts(whole)) {
    const { can, cannot, tables } = chartWords.get(name)!;
    assert(can.length > 30 && cannot.length > 30 && tables.length > 0, name);
    for (const table of tables) assertStringIncludes(text, `<a href="${table}">${table}</a>`);
    assertStringIncludes(text, `<a href="${name}.vl.json">specification</a>`);
  }
});

Deno.test("every id that something points to is there, once", () => {
  const page = shown(text);
  const ids = [...page.matchAll(/\bid="([^"]*)"/g)].map(([, id]) => id!);
  assertEquals(ids.length, new Set(ids).size);
  const used = [...page.matchAll(/(?:aria-labelledby="|href="#)([^"]*)"/g)].map(([, id]) => id!);
  assert(used.length > 20);
  assertEquals(used.filter((id) => !ids.includes(id)), []);
});

Deno.test("reportHtml() offers a choice of 2 to 40 models", async () => {
  const choices = async (count: number) => {
    const models = Array.from({ length: count }, (_, index) => `model ${index}`);
    const page = await reportHtml(smallRun(models), []);
    const of = [...page.matchAll(/data-spec="cost" data-of="(\w+)"/g)].map(([, model]) => model);
    return [page.match(/<input type="radio"/g)?.length ?? 0, of.length];
  };
  assertEquals(await choices(1), [0, 1]);
  assertEquals(await choices(2), [3, 3]);
  assertEquals(await choices(40), [41, 41]);
  assertEquals(await choices(41), [0, 1]);
});

Deno.test("reportHtml() of a run without rows is a page that says so", async () => {
  const page = await reportHtml(smallRun([]), []);
  for (const words of ["recommends nothing", "does not compare", "nothing to draw", "None."]) {
    assertStringIncludes(page, words);
  }
});

/** The page of the same tables with a name that means no harm. */
const plainPage = reportHtml({ ...whole, ...hostileTables("mlp") }, []);

const more = [
  "<img src=x onerror=alert(1)>",
  "</script><script>alert(1)</script>",
  "{{x}}",
  "datum.x",
];
for (const name of [...hostileNames, ...more]) {
  Deno.test(`reportHtml() keeps the name ${JSON.stringify(name.slice(0, 25))} text`, async () => {
    const tables = hostileTables(name);
    const page = await reportHtml({
      ...tables,
      ...about,
      provenance: { [name]: name },
      warningTexts: { [name]: name },
      decisions: [
        decisionRow({ model: name, note: name, against: name, measure: name, value: 1 }),
        decisionRow({ model: name, kind: "crossover", layer: name, shift: name, verdict: name }),
      ],
    }, []);
    const plain = await plainPage;
    const tags = (from: string, tag: string) => from.match(new RegExp(`<${tag}\\b`, "gi"))?.length;
    for (const tag of ["script", "style", "main", "fieldset"]) {
      assertEquals(tags(page, tag), tags(plain, tag), tag);
    }
    assertEquals(shown(page).match(/<(img|svg|script|iframe)\b/gi), null);
    assertEquals(shown(page).replaceAll(/"[^"]*"/g, "").match(/<[^>]*\son\w+=/gi), null);
    for (
      const [, json] of page.matchAll(/<script type="application\/json"[^>]*>(.*?)<\/script>/gs)
    ) {
      JSON.parse(json!);
    }
  });
}
