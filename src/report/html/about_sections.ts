import type { Provenance } from "../summary.ts";
import { markup } from "./markup.ts";
import type { Section } from "./section.ts";
import { table } from "./table.ts";
import { glossary } from "./words.ts";

/** The section on where the run comes from, and the files beside the page. */
export function provenanceSection(
  provenance: Provenance,
  { files, drawnWith }: { readonly files: readonly string[]; readonly drawnWith: string },
): Section {
  const links = files.map((file) => markup`<a href="${file}">${file}</a>`);
  return {
    id: "provenance",
    title: "Provenance",
    body: markup`<details class="prose"><summary>Where this run comes from</summary>
${
      table({
        caption: "Provenance",
        header: ["what", "value"],
        prose: ["value"],
        rows: Object.entries(provenance).map(([label, value]) => ({
          model: undefined,
          cells: [label.replaceAll("_", " "), String(value)],
        })),
      })
    }<p>Files beside this page: ${
      links.map((link, index) => index === 0 ? link : [", ", link])
    }.</p>
<p>Charts are drawn with ${drawnWith}, which this page carries. It loads nothing.</p>
</details>
`,
  };
}

/** The section on words. */
export function glossarySection(): Section {
  const entries = glossary.map(([word, meaning]) =>
    markup`<dt>${word}</dt><dd>${meaning}</dd>
`
  );
  return {
    id: "words",
    title: "Words",
    body: markup`<details class="prose"><summary>What the words on this page mean</summary>
<dl class="terms">
${entries}</dl>
</details>
`,
  };
}
