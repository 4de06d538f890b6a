import { ladderCells } from "../src/decide/compare.ts";
import { compareCells } from "../src/decide/measures.ts";
import { baselineOf, recommend } from "../src/decide/recommend.ts";
import { strategiesOf, type Strategy, strategyLabel } from "../src/decide/strategies.ts";
import type { AccuracyRow, CostRow, Outcomes } from "../src/records/mod.ts";
import { markdownName, markdownTable } from "../src/report/markdown.ts";
import { quantile } from "../src/statistics/mod.ts";

/** The tables of a run that a choice is made from and judged by. */
export interface ChosenFrom {
  readonly accuracy: readonly AccuracyRow[];
  readonly outcomes: Outcomes;
  readonly cost: readonly CostRow[];
}

/** Shifts that a choice sees, and those that it is judged on. */
export interface Trial {
  readonly seen: readonly string[];
  readonly judged: readonly string[];
}

const bounded = ["brighten", "darken", "gaussian-noise"];
const others = ["gain", "contrast", "blur"];

/** Chosen on each half of the shifts and judged on the other, and on all of them. */
export const trials: readonly Trial[] = [
  { seen: bounded, judged: others },
  { seen: others, judged: bounded },
  { seen: [...bounded, ...others], judged: [...bounded, ...others] },
];

/** What a choice gave away, on samples that it never saw. All in shares. */
export interface Regret {
  readonly model: string;
  readonly trial: Trial;
  readonly chosen: string;
  readonly decided: boolean;
  /** Best strategy in hindsight less the chosen one: in accuracy under its worst shift, and on average. */
  readonly worst: number;
  readonly mean: number;
  /** The same of always static min-max. */
  readonly baselineWorst: number | undefined;
  readonly baselineMean: number | undefined;
}

/**
 * Chooses for every model on the samples at even positions and the shifts of a trial, as `recommend` does,
 * and judges on those at odd positions and other shifts.
 */
export function regretsOf(run: ChosenFrom, margin: number): readonly Regret[] {
  return trials.flatMap((trial) => {
    const seen = modelsOf(restricted(run, { parity: 0, shifts: trial.seen }));
    const judged = modelsOf(restricted(run, { parity: 1, shifts: trial.judged }));
    return [...seen].flatMap(([model, strategies]): readonly Regret[] => {
      const choice = recommend(strategies, { margin });
      const own = (judged.get(model) ?? []).filter(({ competes }) => competes)
        .map((strategy) => ({ name: strategyLabel(strategy), strategy, ...keptBy(strategy) }));
      if (choice === undefined || own.length === 0 || own.some(({ mean }) => Number.isNaN(mean))) {
        return [];
      }
      const chosen = strategyLabel(choice.recommended.strategy);
      const baseline = baselineOf(own.map(({ strategy }) => strategy));
      const best = {
        worst: Math.max(...own.map(({ worst }) => worst)),
        mean: Math.max(...own.map(({ mean }) => mean)),
      };
      const of = (name: string | undefined) => own.find((one) => one.name === name);
      const [mine, simple] = [of(chosen)!, of(baseline && strategyLabel(baseline))];
      return [{
        model,
        trial,
        chosen,
        decided: choice.decided,
        worst: best.worst - mine.worst,
        mean: best.mean - mine.mean,
        baselineWorst: simple && best.worst - simple.worst,
        baselineMean: simple && best.mean - simple.mean,
      }];
    });
  });
}

function modelsOf(run: ChosenFrom): ReadonlyMap<string, readonly Strategy[]> {
  const strategies = strategiesOf(ladderCells(run.accuracy, run.outcomes), run);
  return Map.groupBy(strategies, ({ model }) => model);
}

/** What a strategy keeps under the shifts that it has, worst and on average. */
function keptBy({ cells }: Strategy): { readonly worst: number; readonly mean: number } {
  const values = cells.filter(({ cell, collapsed }) => !collapsed && cell.row.severity > 0)
    .flatMap(({ cell }) => {
      const { labels, row: { metric } } = cell;
      const compared = compareCells(cell, cell, { metric, labels, float32: undefined });
      return compared.map(({ firstValue }) => firstValue);
    });
  return {
    worst: Math.min(...values),
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
  };
}

/** A run with its shift ladder alone: one half of the samples, clean inputs and some shifts. */
function restricted(
  { accuracy, outcomes, cost }: ChosenFrom,
  { parity, shifts }: { readonly parity: number; readonly shifts: readonly string[] },
): ChosenFrom {
  const isOwn = (_: unknown, position: number) => position % 2 === parity;
  const { header, classes, scores } = outcomes;
  const kept = [...accuracy.keys()].filter((index) => {
    const { phase, shift } = accuracy[index]!;
    return phase === "shift-ladder" && header.cells[index]!.subset === undefined &&
      (shift === "clean" || shifts.includes(shift));
  });
  const ids = header.ids.filter(isOwn);
  return {
    cost,
    accuracy: kept.map((index) => ({ ...accuracy[index]!, samples: ids.length })),
    outcomes: {
      header: {
        ...header,
        ids,
        ...(header.labels && { labels: header.labels.filter(isOwn) }),
        subsets: {},
        cells: kept.map(() => ({})),
      },
      classes: kept.map((index) => classes[index]!.filter(isOwn)),
      ...(scores && { scores: kept.map((index) => scores[index]!.filter(isOwn)) }),
    },
  };
}

/** The regrets as a Markdown table, in points, with the medians over models and trials. */
export function regretTable(regrets: readonly Regret[]): string {
  const points = (share: number | undefined) =>
    share === undefined ? "" : (100 * share).toFixed(2).replace(/^-0\.00$/, "0.00");
  const figures = (
    { worst, mean, baselineWorst, baselineMean }: Regret,
  ) => [worst, mean, baselineWorst, baselineMean];
  const middle = (rows: readonly Regret[]) =>
    [0, 1, 2, 3].map((column) => {
      const values = rows.map((row) => figures(row)[column]).filter((value) => value !== undefined);
      return values.length === 0 ? "" : points(quantile(values, 0.5));
    });
  const trialText = (names: readonly string[]) => names.map(markdownName).join(", ");
  return markdownTable(
    [
      ...["chosen on", "judged on", "model", "chosen", "regret: worst shift", "regret: mean"],
      ...["static min-max: worst shift", "static min-max: mean"],
    ],
    [
      ...trials.flatMap((trial) => {
        const own = regrets.filter((regret) => regret.trial === trial);
        const names = [trialText(trial.seen), trialText(trial.judged)];
        return own.length === 0 ? [] : [
          ...own.map((regret) => [
            ...names,
            markdownName(regret.model),
            `${markdownName(regret.chosen)}${regret.decided ? "" : " (not decided)"}`,
            ...figures(regret).map(points),
          ]),
          [...names, "**median**", "", ...middle(own)],
        ];
      }),
      ["all", "all", "**median**", "", ...middle(regrets)],
    ],
  );
}
