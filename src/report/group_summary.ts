import type { AccuracyRow, ComparisonRow, ThresholdRow } from "../records/mod.ts";
import { markdownText } from "./markdown.ts";
import { headlineSections } from "./summary_accuracy.ts";
import { thresholdSection } from "./summary_thresholds.ts";

/** One run of a group, and the folder that it is in, below the group's. */
export interface GroupedRun {
  readonly name: string;
  readonly description: string;
  readonly folder: string;
  readonly accuracy: readonly AccuracyRow[];
  readonly comparisons: readonly ComparisonRow[];
  readonly thresholds: readonly ThresholdRow[];
}

/** The runs of a group of suites. */
export interface GroupInput {
  readonly name: string;
  readonly description: string;
  readonly runs: readonly GroupedRun[];
  readonly leftOut: readonly { readonly name: string; readonly why: string }[];
}

/**
 * The `summary.md` of a group: of each run what every scheme keeps, whether static and dynamic differ, and
 * where to read on. All text from tables is escaped for Markdown and HTML.
 */
export function groupSummary({ name, description, runs, leftOut }: GroupInput): string {
  const sections = [
    `# Summary of ${markdownText(name)}`,
    `${markdownText(description)}.`,
    ...leftOut.map((part) =>
      `*${markdownText(part.name)}* is left out: ${markdownText(part.why)}.`
    ),
    ...runs.flatMap((run) => [
      `## ${markdownText(run.name)}`,
      `${markdownText(run.description)}. The whole run: ` +
      `[${markdownText(run.folder)}/summary.md](${relativeLink(run.folder)}/summary.md).`,
      ...[...headlineSections(run.accuracy, run.comparisons), thresholdSection(run.thresholds)]
        .filter((section) => section !== undefined)
        .map((section) => section.replace(/^## /, "### ")),
    ]),
  ];
  return `${sections.join("\n\n")}\n`;
}

/** A folder as the target of a link: whatever it is called, neither markup nor another scheme. */
function relativeLink(folder: string): string {
  const encoded = encodeURIComponent(folder.toWellFormed());
  return `./${encoded.replaceAll("(", "%28").replaceAll(")", "%29")}`;
}
