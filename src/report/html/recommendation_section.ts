import type { DecisionRow } from "../../records/mod.ts";
import { distinct } from "../charts/select.ts";
import { type ModelText, recommendationTexts } from "../recommendation_text.ts";
import { type Markup, markup, ofModel } from "./markup.ts";
import type { NumberOfModel } from "./models.ts";
import { calm, type Section } from "./section.ts";

/** The first section: for each model what to deploy, on what evidence, and what stands beside it. */
export function recommendationSection(
  decisions: readonly DecisionRow[],
  numberOf: NumberOfModel,
): Section {
  const cards = distinct(decisions, ({ model }) => model).flatMap((model) => {
    const own = decisions.filter((row) => row.model === model);
    const isDecided = own.some(({ kind, verdict }) =>
      kind === "recommendation" && verdict === "recommended"
    );
    return recommendationTexts(own).map((text) =>
      card(text, { number: numberOf(model), isDecided })
    );
  });
  const nothing =
    markup`This run recommends nothing: <a href="decisions.csv">decisions.csv</a> holds no
recommendation. What follows is what one would rest on.`;
  return {
    id: "recommendation",
    title: "Recommendation",
    body: cards.length === 0 ? calm(nothing) : markup`${cards}`,
  };
}

function card(
  { model, headline, lines }: ModelText,
  { number, isDecided }: { readonly number: number | undefined; readonly isDecided: boolean },
): Markup {
  return markup`<article class="card ${isDecided ? "decided" : "open"}"${ofModel(number)}>
<h3>${model}</h3>
<p class="choice"><strong>${headline}</strong></p>
<dl class="reasons">
${
    lines.map(({ label, text }) =>
      markup`<div><dt>${label}</dt><dd>${text}</dd></div>
`
    )
  }</dl>
</article>
`;
}
