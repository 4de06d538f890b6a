import type { DecisionRow } from "../records/mod.ts";
import { markdownText } from "./markdown.ts";
import { recommendationTexts } from "./recommendation_text.ts";

/**
 * The section that a summary begins with: what to deploy of each model, and why. `undefined` where there
 * is no recommendation.
 */
export function recommendationSection(decisions: readonly DecisionRow[]): string | undefined {
  const texts = recommendationTexts(decisions);
  if (texts.length === 0) return undefined;
  return [
    "## Recommendation",
    "The cheapest strategy that is non-inferior to the best under the shift that is worst for it, found on " +
    "one half of the samples and judged on the other. Differences are paired, with 95 % intervals.",
    ...texts.map(({ model, headline, lines }) =>
      [
        `**${markdownText(model)}: ${markdownText(headline)}.**`,
        "",
        ...lines.map(({ label, text }) => `- *${label}*: ${markdownText(text)}.`),
      ].join("\n")
    ),
  ].join("\n\n");
}
