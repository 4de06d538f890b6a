import type { VegaLiteSpec } from "../charts/spec.ts";
import { type Markup, markup } from "./markup.ts";
import { chartTitle, pageSpec } from "./page_spec.ts";
import { jsonScript } from "./scripts.ts";
import { calm, type Section } from "./section.ts";
import { chartWords } from "./words.ts";

/** A chart of all models, and of each that it has, by the model's number. */
export interface PageChart {
  readonly name: string;
  readonly spec: VegaLiteSpec;
  readonly ofModels: readonly { readonly model: number; readonly spec: VegaLiteSpec }[];
}

/**
 * The section of charts: each with its title, its drawing, how to read it and where it comes from.
 *
 * @param files Names of the files beside the page: a table that a run does not have is not named.
 */
export function chartsSection(
  charts: readonly PageChart[],
  files: readonly string[],
): Section {
  return {
    id: "charts",
    title: "Charts",
    body: charts.length === 0
      ? calm("The tables of this run have nothing to draw.")
      : markup`<p class="screen calm">Point at a mark to see its row.<span class="narrow"> With one model chosen above, charts fit a narrow
screen.</span></p>
${charts.map((chart) => figure(chart, files))}`,
  };
}

function figure({ name, spec }: PageChart, files: readonly string[]): Markup {
  const { title, remarks } = chartTitle(spec);
  const words = chartWords.get(name);
  const reading = words === undefined ? String(spec.description) : `${words.can} ${words.cannot}`;
  return markup`<figure id="${name}" data-chart="${name}" aria-labelledby="${name}-title">
<h3 id="${name}-title">${title}</h3>
<p class="remarks">${remarks.join(" ")}</p>
<div class="drawing" role="region" aria-label="Chart: ${title}" tabindex="0"><div class="host"><p class="undrawn">A
script draws this chart. The same as a picture: <a href="${name}.svg">${name}.svg</a></p></div></div>
<figcaption>
<p><b>How to read it.</b> ${reading}</p>
<p class="files">${
    filesOf(name, (words?.tables ?? []).filter((table) => files.includes(table)))
  }</p>
<details class="rows screen" hidden><summary>Rows of this chart</summary><div class="table" role="region"
 aria-label="Rows: ${title}" tabindex="0"></div></details>
</figcaption>
</figure>
`;
}

function filesOf(name: string, tables: readonly string[]): Markup {
  const links = [
    ...tables.map((file) => ({ file, label: file })),
    { file: `${name}.vl.json`, label: "specification" },
    { file: `${name}.svg`, label: "picture" },
  ].map(({ file, label }) => markup`<a href="${file}">${label}</a>`);
  return markup`Table: ${links.map((link, index) => index === 0 ? link : [" · ", link])}`;
}

/** The data blocks that the figures are drawn from. */
export function chartData(charts: readonly PageChart[]): Markup {
  const block = (name: string, of: string | number, spec: VegaLiteSpec) =>
    jsonScript(markup` data-spec="${name}" data-of="${of}"`, pageSpec(spec));
  return markup`${
    charts.map(({ name, spec, ofModels }) => [
      block(name, "all", spec),
      ...ofModels.map((one) => block(name, one.model, one.spec)),
    ])
  }`;
}
