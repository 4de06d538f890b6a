import type { DecisionRow } from "../../records/mod.ts";
import { distinct } from "../charts/select.ts";
import { type ModelText, recommendationTexts } from "../recommendation_text.ts";
import { displayName } from "../text.ts";
import { type Markup, markup, ofModel } from "./markup.ts";
import type { NumberOfModel } from "./models.ts";
import { calm, type Section } from "./section.ts";

/** The first section: for each model what to deploy, on what evidence, and what stands beside it. */
export function recommendationSection(
  decisions: readonly DecisionRow[],
  numberOf: NumberOfModel,
): Section {
  const names = distinct(
    decisions.filter(({ kind }) => kind === "recommendation"),
    ({ model }) => model,
  );
  const texts = recommendationTexts(decisions);
  const nothing =
    markup`This run recommends nothing: <a href="decisions.csv">decisions.csv</a> holds no
recommendation. What follows is what one would rest on.`;
  return {
    id: "recommendation",
    title: "Recommendation",
    body: texts.length === 0 ? calm(nothing) : markup`${
      texts.map((text) => {
        const name = names.find((model) => displayName(model) === text.model);
        return card(text, name === undefined ? undefined : numberOf(name));
      })
    }`,
  };
}

function card({ model, headline, lines }: ModelText, number: number | undefined): Markup {
  return markup`<article class="card"${ofModel(number)}>
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
