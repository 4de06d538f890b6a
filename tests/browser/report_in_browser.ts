import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { toFileUrl } from "@std/path";
import { darkColours } from "../../src/report/html/colours.ts";
import { reportHtml } from "../../src/report/html/report_html.ts";
import type { ReportInput } from "../../src/report/mod.ts";
import { decisionRow } from "../report/html/decision_row.ts";
import { syntheticTables } from "../report/synthetic_tables.ts";
import { type Browser, chromiumPath, startChromium } from "./chromium.ts";
import { openPage } from "./watched_page.ts";

const shifts = ["clean", "brighten", "gain"];

/** A part of the synthetic tables, of models under other names. */
function runOf(names: Readonly<Record<string, string>>): ReportInput {
  const tables = syntheticTables();
  const own = <Row extends { readonly model: string }>(rows: readonly Row[]) =>
    rows.flatMap((row) => {
      const model = Object.hasOwn(names, row.model) ? names[row.model] : undefined;
      return model === undefined ? [] : [{ ...row, model }];
    });
  const models = Object.values(names);
  return {
    accuracy: own(tables.accuracy.filter(({ shift }) => shifts.includes(shift))),
    comparisons: own(tables.comparisons),
    decisions: models.map((model) => decisionRow({ model, scheme: "static", value: 0.9 })),
    mixed: [],
    thresholds: [],
    layers: own(tables.layers.filter(({ shift }) => shifts.includes(shift))),
    cost: own(tables.cost),
    calibration: own(tables.calibration),
    latency: own(tables.latency),
    provenance: { seed: 0 },
    warningTexts: {},
  };
}

const charts = 8;
const narrow = { viewport: { width: 390, height: 844 } };

/** Marks of data in a drawing, one number a chart. */
const marksDrawn =
  `[...document.querySelectorAll("[data-chart]")].map((figure) => figure.querySelectorAll("svg .role-mark path, svg .role-mark text").length)`;

/** Colours in drawings, by attribute. */
const coloursDrawn = `[...new Set([...document.querySelectorAll(".drawing svg *")].flatMap((one) =>
  [one.getAttribute("fill"), one.getAttribute("stroke")]))].filter((colour) => colour !== null)`;

const hostile = {
  mlp: "<img src=x onerror=alert(1)>",
  lenet5: "</script><script>alert(1)</script>",
  dscnn: "{{constructor.constructor('alert(1)')()}} datum.x",
  resnet8: "__proto__",
};

type Case = (browser: Browser, url: (name: "plain" | "hostile") => string) => Promise<void>;

const cases: Readonly<Record<string, Case>> = {
  "draws every chart, says nothing and asks for nothing": async (browser, url) => {
    const { page, done } = await openPage(browser, url("plain"));
    const marks = await page.evaluate<number[]>(marksDrawn);
    assertEquals(marks.length, charts);
    assert(marks.every((count) => count > 20), JSON.stringify(marks));
    assertEquals(
      await page.evaluate(`document.querySelector(".drawing svg").outerHTML.includes("NaN")`),
      false,
    );
    const known = [...Object.keys(darkColours), "none", "transparent"];
    const colours = await page.evaluate<string[]>(coloursDrawn);
    assertEquals(colours.filter((colour) => !known.includes(colour)), []);
    await done();
  },

  "filters every chart and table by model, from the keyboard": async (browser, url) => {
    const { page, drawn, done } = await openPage(browser, url("plain"));
    const before = await page.evaluate<number[]>(marksDrawn);
    await page.locator("input[name=model]").nth(0).focus();
    await page.keyboard.press("ArrowDown");
    await drawn();
    assertEquals(await page.locator("#said").innerText(), "Showing mlp");
    const after = await page.evaluate<number[]>(marksDrawn);
    assert(
      after.every((count, index) => count > 5 && count < before[index]!),
      JSON.stringify(after),
    );
    const shown =
      `[...document.querySelectorAll("[data-model]")].filter((one) => one.checkVisibility()).map((one) => one.dataset.model)`;
    assertEquals([...new Set(await page.evaluate<string[]>(shown))], ["0"]);
    await page.locator("#clip_rate details.rows summary").click();
    const models = await page.locator("#clip_rate details.rows tbody td:first-child")
      .allInnerTexts();
    assertEquals([...new Set(models)], ["mlp"]);
    await page.keyboard.press("Tab");
    await page.locator("input[name=model]").nth(1).focus();
    await page.keyboard.press("ArrowUp");
    await drawn();
    assertEquals(await page.evaluate<number[]>(marksDrawn), before);
    await done();
  },

  "shows the row of a mark under the pointer": async (browser, url) => {
    const { page, done } = await openPage(browser, url("plain"));
    const tip = page.locator("#tip");
    assertEquals(await tip.isVisible(), false);
    await page.locator("#agreement_by_severity .mark-symbol.role-mark path").nth(3).hover({
      force: true,
    });
    const text = await tip.innerText();
    for (const word of ["model", "mlp", "shift", "severity", "agreement", "samples"]) {
      assertStringIncludes(text, word);
    }
    await page.keyboard.press("Escape");
    assertEquals(await tip.isVisible(), false);
    await done();
  },

  "is light or dark as the system or the button says, and prints light": async (browser, url) => {
    const { page, done } = await openPage(browser, url("plain"), { colorScheme: "dark" });
    const paper = () => page.evaluate<string>("getComputedStyle(document.body).backgroundColor");
    const ink = () =>
      page.evaluate<string>(
        `getComputedStyle(document.querySelector(".drawing [fill='#222222']")).fill`,
      );
    const dark = ["rgb(21, 24, 28)", "rgb(211, 216, 221)"];
    const light = ["rgb(253, 252, 250)", "rgb(34, 34, 34)"];
    assertEquals([await paper(), await ink()], dark);
    await page.emulateMedia({ media: "print" });
    assertEquals(await ink(), light[1]);
    assertEquals(await page.locator("#theme").isVisible(), false);
    assertEquals(await page.locator("nav").isVisible(), false);
    await page.emulateMedia({ media: "screen" });
    await page.locator("#theme").click();
    assertEquals([await paper(), await ink()], light);
    await page.emulateMedia({ colorScheme: "light" });
    await page.locator("#theme").click();
    assertEquals([await paper(), await ink()], dark);
    await done();
  },

  "fits a narrow window": async (browser, url) => {
    const { page, drawn, done } = await openPage(browser, url("plain"), narrow);
    const widthPx = "document.documentElement.scrollWidth";
    assertEquals(await page.evaluate(widthPx), 390);
    await page.locator("#filter label").nth(2).click();
    await drawn();
    assertEquals(await page.evaluate(widthPx), 390);
    const beyond =
      `[...document.querySelectorAll(".drawing")].map((one) => one.scrollWidth - one.clientWidth)`;
    assertEquals(await page.evaluate(beyond), Array.from({ length: charts }, () => 0));
    await done();
  },

  "is walked by keyboard, with the focus in sight": async (browser, url) => {
    const { page, done } = await openPage(browser, url("plain"));
    const active = (of: string) => page.evaluate<string>(`document.activeElement.${of}`);
    await page.keyboard.press("Tab");
    assertEquals(await active("className"), "skip");
    await page.keyboard.press("Tab");
    assertEquals(await active("id"), "theme");
    assertEquals(
      await page.evaluate("getComputedStyle(document.activeElement).outlineStyle"),
      "solid",
    );
    await page.keyboard.press("Tab");
    assertEquals(await active("name"), "model");
    await page.locator(".skip").focus();
    await page.keyboard.press("Enter");
    assertEquals(await active("id"), "main");
    const reached: string[] = [];
    for (let steps = 0; steps < 120 && reached.length < charts; steps++) {
      await page.keyboard.press("Tab");
      if (await active("className") !== "drawing") continue;
      reached.push(await page.evaluate("document.activeElement.ariaLabel"));
    }
    assertEquals(new Set(reached).size, charts);
    await done();
  },

  "tells a screen reader its parts": async (browser, url) => {
    const { page, done } = await openPage(browser, url("plain"));
    const tree = await page.locator("body").ariaSnapshot();
    for (
      const part of [
        "- banner:",
        '- navigation "Models and contents":',
        '- radio "All models" [checked]',
        "- main:",
        '- region "Recommendation":',
        '- heading "Charts" [level=2]',
        '- figure "What each scheme costs":',
        `- 'region "Chart: What each scheme costs"':`,
        'img "Bar charts by scheme,',
        '- table "Rows that carry a warning":',
      ]
    ) assertStringIncludes(tree, part);
    await done();
  },

  "keeps hostile names text": async (browser, url) => {
    const { page, drawn, done } = await openPage(browser, url("hostile"));
    const names = Object.values(hostile).map((name) => name === "__proto__" ? `"${name}"` : name);
    assertEquals(await page.locator("#filter label").allInnerTexts(), ["All models", ...names]);
    assertEquals(await page.locator(".card h3").allInnerTexts(), names);
    for (const choice of [0, 2]) {
      await page.locator("#filter label").nth(choice).click();
      await drawn();
      const marks = await page.evaluate<number[]>(marksDrawn);
      assert(marks.length === charts && marks.every((count) => count > 5), JSON.stringify(marks));
      await page.locator("#cost .mark-rect.role-mark path").nth(0).hover({ force: true });
      const tip = await page.locator("#tip").innerText();
      assertStringIncludes(tip, choice === 0 ? names[0]! : names[choice - 1]!);
    }
    await page.locator("#cost details.rows summary").click();
    assert((await page.locator("#cost details.rows tbody tr").count()) > 10);
    assertEquals(await page.locator("img, iframe, main script").count(), 0);
    await done();
  },

  "can be read without scripts": async (browser, url) => {
    const { page, done } = await openPage(browser, url("plain"), { javaScriptEnabled: false });
    assertEquals(await page.locator("#filter").isVisible(), false);
    assertEquals(await page.locator(".undrawn a").count(), charts);
    assertEquals(await page.locator(".card h3").allInnerTexts(), ["mlp", "dscnn"]);
    await done();
  },
};

const path = chromiumPath();

Deno.test({
  name: "report.html in a browser (needs Chromium, and is skipped without it)",
  ignore: path === undefined,
  // The browser is a process of its own, which closing it ends.
  sanitizeOps: false,
  sanitizeResources: false,
  fn: async (context) => {
    const folder = await Deno.makeTempDir();
    const url = (name: string) => toFileUrl(`${folder}/${name}.html`).href;
    const pages = { plain: { mlp: "mlp", dscnn: "dscnn" }, hostile };
    for (const [name, models] of Object.entries(pages)) {
      await Deno.writeTextFile(`${folder}/${name}.html`, await reportHtml(runOf(models), []));
    }
    const browser = await startChromium(path!);
    try {
      for (const [name, check] of Object.entries(cases)) {
        await context.step(name, () => check(browser, url));
      }
    } finally {
      await browser.close();
      await Deno.remove(folder, { recursive: true });
    }
  },
});
