import type { ReportInput } from "../build_reports.ts";
import { allCharts } from "../charts/all.ts";
import { displayName, formatCount } from "../text.ts";
import { warningCounts } from "../warning_text.ts";
import { glossarySection, provenanceSection } from "./about_sections.ts";
import { chartData, chartsSection, type PageChart } from "./charts_section.ts";
import { decisionsSection } from "./decisions_section.ts";
import { chartLibraries, type Library } from "./libraries.ts";
import { numberedModels } from "./models.ts";
import { pageText } from "./page.ts";
import { pairedSection } from "./paired_section.ts";
import { recommendationSection } from "./recommendation_section.ts";
import { warningsSection } from "./warnings_section.ts";
import script from "./page.js" with { type: "text" };

/** With more models than these the page shows all at once: each one would add its own charts. */
const mostModels = 40;

/**
 * `report.html`: the page of a run, in one file that loads nothing. What to deploy comes first, then in what
 * static and dynamic differ, the charts, and where all of it comes from.
 *
 * Names from tables are text wherever they stand: in markup they are escaped, in data blocks they are JSON,
 * and charts take them as data. A policy in the page lets no script run but the page's own.
 *
 * @param files Names of the files beside the page.
 */
export async function reportHtml(
  input: ReportInput,
  files: readonly string[],
): Promise<string> {
  const { accuracy, comparisons, decisions, layers, cost, calibration, latency } = input;
  const { models, numberOf } = numberedModels([
    ...[accuracy, cost, latency, layers],
    ...[comparisons, decisions, calibration],
  ]);
  const charts = pageCharts(input, models);
  const libraries = await chartLibraries();
  const suite = [...accuracy, ...cost, ...latency][0]?.suite;
  return await pageText({
    title: suite === undefined ? "A run without results" : displayName(suite),
    lead: leadText(input, models.length),
    models: models.length > mostModels ? [] : models,
    sections: [
      recommendationSection(decisions, numberOf),
      pairedSection(comparisons, numberOf),
      decisionsSection(decisions, numberOf),
      chartsSection(charts, files),
      warningsSection(
        warningCounts(accuracy, { calibration, texts: input.warningTexts }),
        numberOf,
      ),
      provenanceSection(input.provenance, { files, drawnWith: namesOf(libraries) }),
      glossarySection(),
    ].filter((section) => section !== undefined),
    charts: charts.map(({ name }) => ({ name, title: name.replaceAll("_", " ") })),
    data: chartData(charts),
    scripts: [...libraries.map((library) => library.script), script],
  });
}

/** Every chart of all models and, where there are several, of each. */
function pageCharts(input: ReportInput, models: readonly string[]): readonly PageChart[] {
  if (models.length < 2 || models.length > mostModels) {
    const layout = models.length < 2 ? "wrapped" : "grid";
    return allCharts(input, layout).map((chart) => ({ ...chart, ofModels: [] }));
  }
  const ofModels = models.flatMap((name, model) => {
    const own = <Row extends { readonly model: string }>(rows: readonly Row[]) =>
      rows.filter((row) => row.model === name);
    const { accuracy, layers, cost, latency } = input;
    return allCharts({
      accuracy: own(accuracy),
      layers: own(layers),
      cost: own(cost),
      latency: own(latency),
    }, "wrapped").map((chart) => ({ ...chart, model }));
  });
  return allCharts(input).map((chart) => ({
    ...chart,
    ofModels: ofModels.filter(({ name }) => name === chart.name),
  }));
}

/** `vega 6.4.0, vega-lite 6.5.0 and vega-embed 7.3.0`. */
function namesOf(libraries: readonly Library[]): string {
  return libraries.map(({ name, version }) => `${name} ${version}`).join(", ")
    .replace(/, ([^,]*)$/, " and $1");
}

function leadText({ accuracy, provenance }: ReportInput, models: number): string {
  const samples = accuracy.reduce((most, row) => Math.max(most, row.samples), 0);
  const facts = [
    `${formatCount(models)} ${models === 1 ? "model" : "models"}`,
    `${formatCount(samples)} evaluation samples`,
    ...(provenance.mode === undefined ? [] : [`a ${provenance.mode} run`]),
    ...(provenance.seed === undefined ? [] : [`seed ${provenance.seed}`]),
  ];
  return "Static or dynamic int8, and calibrated how? What each scheme loses on clean and on shifted " +
    `inputs, and what it costs: ${facts.join(", ")}.`;
}
