import type {
  AccuracyRow,
  CalibrationRow,
  ComparisonRow,
  CostRow,
  DecisionRow,
  LatencyRow,
  ThresholdRow,
} from "../records/mod.ts";
import { markdownTable, markdownText } from "./markdown.ts";
import { accuracySections } from "./summary_accuracy.ts";
import { costSection, latencySection } from "./summary_cost.ts";
import { mixedSection } from "./summary_mixed.ts";
import { recommendationSection } from "./summary_recommendation.ts";
import { thresholdSection } from "./summary_thresholds.ts";
import { warningSection } from "./summary_warnings.ts";
import type { WarningTexts } from "./warning_text.ts";

/** Where a run comes from, by label: seed, versions, samples. Shown in this order. */
export type Provenance = Readonly<Record<string, string | number>>;

/** The tables that a summary selects from. */
export interface SummaryInput {
  readonly accuracy: readonly AccuracyRow[];
  readonly comparisons: readonly ComparisonRow[];
  readonly decisions: readonly DecisionRow[];
  /** None without anomaly scores. */
  readonly thresholds: readonly ThresholdRow[];
  readonly cost: readonly CostRow[];
  readonly calibration: readonly CalibrationRow[];
  readonly latency: readonly LatencyRow[];
  readonly provenance: Provenance;
  readonly warningTexts: WarningTexts;
}

const howToRead = `## How to read

- Every number here stands in a table beside this file; nothing is computed here.
- Intervals are at 95 %. Two intervals that overlap are no proof that two schemes are equal: a *paired*
  interval is of the difference on the same samples, and tells them apart where it excludes 0.
- *Agreement* compares a scheme with float32 sample by sample. It tells more than accuracy, which
  hides flips that cancel.
- Agreeing less is no loss where float32 is wrong: static clips inputs that grow too bright, which can
  repair them. Accuracy tells.
- The worst shift is the worst, and the largest difference the largest, of many cells: a part of it is
  chance.
- Static uses fixed ranges from a calibration set, dynamic finds them for each input, hybrid
  quantizes each layer's input and returns to float32, dynamic-input is static but for the input,
  mixed but for the values that mixed.csv names.
- *Equivalent* and *neither* are shown, by a test that a larger difference is unlikely; *open* and *none* are not
  the opposite of it: the samples do not say.
- A cell marked float-collapsed is one where float32 itself fails: shown, and kept out of verdicts.`;

/**
 * `summary.md`: the headline of each model, what each scheme costs, warnings, how to read it, and
 * where it comes from. All text from tables is escaped for Markdown and HTML.
 *
 * @example
 * ```ts
 * import { summaryMarkdown } from "./summary.ts";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const tables = { accuracy: [], comparisons: [], decisions: [], thresholds: [], cost: [], calibration: [], latency: [] };
 * const text = summaryMarkdown({ ...tables, warningTexts: {}, provenance: { seed: 7 } });
 * assertStringIncludes(text, "| seed | 7 |");
 * ```
 */
export function summaryMarkdown(input: SummaryInput): string {
  const { accuracy, comparisons, decisions, cost, calibration, latency, provenance, warningTexts } =
    input;
  const suite = [...accuracy, ...cost, ...latency][0]?.suite;
  const sections = [
    suite === undefined ? "# Summary" : `# Summary of ${markdownText(suite)}`,
    recommendationSection(input.decisions),
    ...accuracySections(accuracy, comparisons, decisions),
    thresholdSection(input.thresholds),
    costSection(cost),
    mixedSection(accuracy, cost),
    latencySection(latency),
    warningSection(accuracy, { calibration, texts: warningTexts }),
    howToRead,
    provenanceSection(provenance),
  ];
  return `${sections.filter((section) => section !== undefined).join("\n\n")}\n`;
}

function provenanceSection(provenance: Provenance): string {
  const rows = Object.entries(provenance)
    .map(([label, value]) => [markdownText(label), markdownText(String(value))]);
  return `## Provenance\n\n${markdownTable(["what", "value"], rows)}`;
}
