import { displayName } from "../text.ts";
import { colourRules } from "./colours.ts";
import { type Markup, markup } from "./markup.ts";
import { contentPolicy, inlineScript } from "./scripts.ts";
import { type Section, sectionMarkup } from "./section.ts";
import frameCss from "./styles/frame.css" with { type: "text" };
import filterCss from "./styles/filter.css" with { type: "text" };
import textCss from "./styles/text.css" with { type: "text" };
import chartsCss from "./styles/charts.css" with { type: "text" };
import narrowCss from "./styles/narrow.css" with { type: "text" };
import printCss from "./styles/print.css" with { type: "text" };

/** In this order: narrow and print take back what the others say. */
const styles = [frameCss, filterCss, textCss, chartsCss, narrowCss, printCss].join("\n");

/** What stands in a page. */
export interface Page {
  readonly title: string;
  /** What the page is, in one line. */
  readonly lead: string;
  /** The models that it can be filtered by. */
  readonly models: readonly string[];
  readonly sections: readonly Section[];
  /** Places in the section of charts, for the contents. */
  readonly charts: readonly { readonly name: string; readonly title: string }[];
  readonly data: Markup;
  readonly scripts: readonly string[];
}

/**
 * The whole page as one file. Without its scripts it is a page to read; they add the charts, the filter and
 * the choice of light or dark.
 */
export async function pageText(page: Page): Promise<string> {
  const { title, lead, models, sections, data, scripts } = page;
  const style: Markup = { text: `${styles}\n${colourRules()}` };
  const { text } = markup`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${await contentPolicy(scripts)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}: static or dynamic int8</title>
<style>
${style}
</style>
</head>
<body>
<a class="skip" href="#main">Skip to the results</a>
<header>
<p class="kicker">ptqbench report</p>
<h1>${title}</h1>
<p class="lead">${lead}</p>
<button type="button" id="theme" hidden>Dark</button>
</header>
<div class="columns">
<nav aria-label="Models and contents">
${filter(models)}${contents(page)}</nav>
<main id="main" tabindex="-1">
${sections.map(sectionMarkup)}</main>
</div>
<p id="said" class="unseen" role="status"></p>
<div id="tip" role="tooltip" hidden></div>
${data}${scripts.map(inlineScript)}</body>
</html>
`;
  return text;
}

function contents({ sections, charts }: Page): Markup {
  const places = charts.map(({ name, title }) =>
    markup`<li><a href="#${name}">${title}</a></li>
`
  );
  return markup`<ul class="contents">
${
    sections.map(({ id, title }) =>
      markup`<li><a href="#${id}">${title}</a>${
        id === "charts" && places.length > 0 ? markup`<ul>${places}</ul>` : undefined
      }</li>
`
    )
  }</ul>
`;
}

/** Radio buttons, so that arrow keys choose; shown by the script, which does the filtering. */
function filter(models: readonly string[]): Markup | undefined {
  if (models.length < 2) return undefined;
  const choice = (value: string | number, label: string, attributes: Markup) =>
    markup`<label title="${label}"><input type="radio" name="model" value="${value}"${attributes}><span>${label}</span></label>
`;
  return markup`<fieldset id="filter" hidden>
<legend>Model</legend>
<div class="chips">
${choice("all", "All models", markup` checked`)}${
    models.map((model, number) => choice(number, displayName(model), markup``))
  }</div>
</fieldset>
`;
}
