import type { DecisionRow } from "../../records/mod.ts";
import { distinct } from "../charts/select.ts";
import { displayName } from "../text.ts";
import { configurationText, measureText, placeText, valueText } from "./decision_text.ts";
import { type Markup, markup, ofModel } from "./markup.ts";
import type { NumberOfModel } from "./models.ts";
import { calm, type Section } from "./section.ts";
import { table } from "./table.ts";

/** How a verdict is written where it stands for itself. */
const verdictWords: ReadonlyMap<string, string> = new Map([
  ["recommended", "Recommended"],
  ["runner-up", "Runner-up"],
  ["baseline", "Baseline"],
  ["not-decided", "Not decided"],
]);

/** The first section: for each model what to deploy, on what evidence, and what stands beside it. */
export function recommendationSection(
  decisions: readonly DecisionRow[],
  numberOf: NumberOfModel,
): Section {
  const rows = decisions.filter(({ kind }) => kind === "recommendation");
  const models = distinct(rows, ({ model }) => model);
  const nothing =
    markup`This run recommends nothing: <a href="decisions.csv">decisions.csv</a> holds no
recommendation. What follows is what one would rest on.`;
  return {
    id: "recommendation",
    title: "Recommendation",
    body: models.length === 0
      ? calm(nothing)
      : markup`${
        models.map((model) =>
          card(model, rows.filter((row) => row.model === model), numberOf(model))
        )
      }`,
  };
}

/** The rows of one configuration under one verdict. */
interface Choice {
  readonly verdict: string;
  readonly configuration: string;
  readonly rows: readonly DecisionRow[];
}

function choicesOf(rows: readonly DecisionRow[]): readonly Choice[] {
  const keyOf = (row: DecisionRow) => JSON.stringify([row.verdict, configurationText(row)]);
  return distinct(rows, keyOf).map((key) => {
    const own = rows.filter((row) => keyOf(row) === key);
    return { verdict: own[0]!.verdict, configuration: configurationText(own[0]!), rows: own };
  });
}

function card(model: string, rows: readonly DecisionRow[], number: number | undefined): Markup {
  const choices = choicesOf(rows);
  const first = choices.find(({ verdict }) => verdict === "recommended") ??
    choices.find(({ verdict }) => verdict === "not-decided");
  const others = choices.filter((choice) => choice !== first);
  const kind = first?.verdict === "recommended" ? "decided" : "open";
  return markup`<article class="card ${kind}"${ofModel(number)}>
<h3>${displayName(model)}</h3>
${first === undefined ? undefined : firstChoice(first)}${
    others.length === 0 ? undefined : table({
      caption: "What stands beside it",
      label: `What stands beside it for ${displayName(model)}`,
      header: ["", "what", "evidence", "why"],
      prose: ["what", "evidence", "why"],
      rows: others.map((choice) => ({
        model: undefined,
        cells: [
          verdictText(choice),
          choice.configuration,
          evidence(choice),
          notesOf(choice).join(" "),
        ],
      })),
    })
  }</article>
`;
}

function firstChoice(choice: Choice): Markup {
  const what = choice.configuration === ""
    ? undefined
    : markup` <strong>${choice.configuration}</strong>`;
  return markup`<p class="choice"><span class="verdict">${verdictText(choice)}</span>${what}</p>
${evidence(choice)}${
    notesOf(choice).map((note) =>
      markup`<p class="why">${note}</p>
`
    )
  }`;
}

function verdictText({ verdict }: Choice): string {
  return verdictWords.get(verdict) ?? displayName(verdict);
}

function notesOf({ rows }: Choice): readonly string[] {
  return distinct(rows, ({ note }) => note).filter((note) => note !== "");
}

/** Each measure with its value, under what, and what it is compared with. */
function evidence({ rows }: Choice): Markup | undefined {
  const measured = rows.filter((row) => valueText(row) !== "");
  if (measured.length === 0) return undefined;
  return markup`<ul class="evidence">
${
    measured.map((row) => {
      const where = [
        placeText(row),
        row.against === undefined ? "" : `against ${row.against}`,
      ].filter((text) => text !== "").join(", ");
      return markup`<li>${measureText(row)} <b>${
        valueText(row)
      }</b> <span class="soft">${where}</span></li>
`;
    })
  }</ul>
`;
}
