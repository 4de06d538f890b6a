import type { AccuracyRow } from "../records/mod.ts";
import { distinct, withoutMixed } from "./charts/select.ts";
import { seriesKey, seriesLabel, seriesOf } from "./charts/series.ts";
import { markdownName, markdownTable, markdownText } from "./markdown.ts";
import { formatInterval, metricLabel, samplesText } from "./text.ts";

type Rows = readonly AccuracyRow[];

/**
 * The section on every scheme on clean inputs, with intervals, under every weight granularity; static with
 * the calibrator that stands for it elsewhere. Mixed has a section of its own. `undefined` where the shift ladder was not run.
 */
export function schemesSection(rows: Rows): string | undefined {
  const clean = withoutMixed(rows)
    .filter((row) => row.phase === "shift-ladder" && row.shift === "clean");
  if (clean.length === 0) return undefined;
  const fixed = seriesOf(clean.filter(({ scheme }) => scheme === "static"))[0]?.key;
  const shown = clean.filter((row) => row.scheme !== "static" || seriesKey(row) === fixed);
  const hasWeights =
    distinct(shown, ({ weights }) => weights ?? "").filter((name) => name !== "").length > 1;
  const hasValue = shown[0]!.metric !== "fidelity";
  return [
    "## Every scheme on clean inputs",
    `${
      hasValue
        ? `${markdownText(metricLabel(shown))} and agreement with float32`
        : "Agreement with float32"
    }, each with its 95 % interval, ${samplesText(shown)}; SQNR is of the model's output.`,
    markdownTable(
      [
        ...["model", "scheme", ...(hasWeights ? ["weights"] : [])],
        ...[...(hasValue ? [markdownText(metricLabel(shown))] : []), "agreement", "SQNR"],
      ],
      distinct(shown, ({ model }) => model).flatMap((model) =>
        seriesOf(shown).flatMap(({ key }) =>
          shown.filter((row) => row.model === model && seriesKey(row) === key).map((row) => [
            ...[markdownName(model), markdownName(seriesLabel(row))],
            ...(hasWeights ? [markdownName(row.weights ?? "")] : []),
            ...(hasValue
              ? [formatInterval({ value: row.value, lo: row.valueLo, hi: row.valueHi }, row.metric)]
              : []),
            formatInterval(
              { value: row.agreement, lo: row.agreementLo, hi: row.agreementHi },
              "fidelity",
            ),
            row.sqnrDb === undefined ? "" : `${row.sqnrDb.toFixed(1)} dB`,
          ])
        )
      ),
    ),
  ].join("\n\n");
}
