import type { ComparisonRow } from "../records/mod.ts";
import { markdownName, markdownTable } from "./markdown.ts";
import { pairedText, type WordTable } from "./paired_text.ts";

/**
 * The section on static less dynamic on the same samples: on clean inputs, at the severity of each
 * shift where they differ most, and in words. Selected from `comparisons.csv`, nothing computed.
 */
export function pairedSection(comparisons: readonly ComparisonRow[]): string | undefined {
  const text = pairedText(comparisons, markdownName);
  if (text === undefined) return undefined;
  return [
    "## Static or dynamic: paired",
    text.introduction,
    wordTable(text.clean),
    ...(text.shifts === undefined ? [] : [text.shiftsIntroduction, wordTable(text.shifts)]),
    text.sentences.map((one) => `- ${markdownName(one.model)}: ${one.text}`).join("\n"),
  ].join("\n\n");
}

function wordTable({ header, rows }: WordTable): string {
  return markdownTable(
    ["model", ...header],
    rows.map(({ model, cells }) => [markdownName(model), ...cells]),
  );
}
