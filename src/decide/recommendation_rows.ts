import type { DecisionRow } from "../records/mod.ts";
import { ladderCells } from "./compare.ts";
import type { DecisionInput, DecisionOptions } from "./decision_input.ts";
import type { JudgedDifference, Judgement } from "./judge.ts";
import type { StrategyColumns } from "./listing_order.ts";
import { quantityNames } from "./quantities.ts";
import { type Candidate, recommend, type Recommendation, type Standing } from "./recommend.ts";
import { decisionRow } from "./rows.ts";
import { strategiesOf, type Strategy, strategyLabel } from "./strategies.ts";

/** What a recommendation's rows say of a strategy's standing, in the column `note`. */
export const standingNotes: Readonly<Record<Standing, string>> = {
  best: "the best",
  "non-inferior": "non-inferior to the best",
  inferior: "loses more than the margin",
  undecided: "the interval reaches beyond the margin",
};

/** What stands in the column `verdict` of rows of kind recommendation, by what they are about. */
export const recommendationVerdicts = [
  "recommended",
  "not-decided",
  "runner-up",
  "non-inferior",
  "inferior",
  "undecided",
  "baseline",
  "smaller-margin",
  "larger-margin",
  "more-samples",
] as const;

/** Such a verdict. */
export type RecommendationVerdict = typeof recommendationVerdicts[number];

type Names = Pick<DecisionRow, "suite" | "model">;

/** The rows of kind strategy: every named quantity of every strategy, but for times. */
export function strategyDecisions(
  { accuracy, outcomes, cost }: DecisionInput,
): readonly DecisionRow[] {
  return strategiesOf(ladderCells(accuracy, outcomes), { cost }).flatMap(strategyRows);
}

/** The rows of kind recommendation of every model. */
export function recommendationDecisions(
  input: DecisionInput,
  options: DecisionOptions,
): readonly DecisionRow[] {
  const strategies = strategiesOf(ladderCells(input.accuracy, input.outcomes), input);
  return [...Map.groupBy(strategies, ({ model }) => model).values()].flatMap((own) => {
    const recommendation = recommend(own, options);
    return recommendation === undefined ? [] : recommendationRows(recommendation);
  });
}

/** A row for each quantity of a strategy. */
export function strategyRows(strategy: Strategy): readonly DecisionRow[] {
  return quantityNames.filter((name) => name !== "latency_us").flatMap((name) => {
    const quantity = strategy.quantities[name];
    if (quantity === undefined) return [];
    const { value, lo, hi, shift, severity, samples } = quantity;
    return [{
      ...emptyRow(strategy, "strategy"),
      ...columnsOf(strategy),
      shift,
      severity,
      samples,
      measure: name,
      value,
      lo,
      hi,
      verdict: strategy.competes ? "competes" : "reference",
    }];
  });
}

/**
 * The rows of a recommendation: of every candidate what it was judged by and the agreement beside, in the
 * order in which the rule takes them; the recommended one beside the baseline; what would change it.
 */
export function recommendationRows(recommendation: Recommendation): readonly DecisionRow[] {
  const { candidates, recommended, beside, stricter, looser, open, margin } = recommendation;
  const names: Names = recommendation;
  const base = { ...emptyRow(names, "recommendation"), margin };
  const wanting = [...new Set([looser, open])].filter((one) => one?.samplesNeeded !== undefined);
  const changes = [
    // At a margin of 0 or less nobody but the best could be taken.
    ["smaller-margin", needsMore(recommended) ? stricter : undefined, recommended.marginNeeded],
    ["larger-margin", looser, looser?.marginNeeded],
  ] as const;
  return [
    ...candidates.flatMap((candidate) => candidateRows(candidate, recommendation)),
    ...(beside ? judgedRows(beside, { ...base, verdict: "baseline" }) : []),
    ...changes.flatMap(([verdict, candidate, value]): readonly DecisionRow[] =>
      candidate === undefined || value === undefined ? [] : [{
        ...base,
        ...columnsOf(candidate.strategy),
        measure: "margin",
        value,
        verdict,
      }]
    ),
    ...wanting.map((candidate): DecisionRow => ({
      ...base,
      ...columnsOf(candidate!.strategy),
      measure: "samples",
      against: candidate!.judgement && strategyLabel(candidate!.judgement.against),
      value: candidate!.samplesNeeded,
      verdict: "more-samples",
    })),
  ];
}

function needsMore({ marginNeeded }: Candidate): boolean {
  return marginNeeded !== undefined && marginNeeded > 0;
}

function candidateRows(
  candidate: Candidate,
  { recommended, runnerUp, decided, margin, measure, ...names }: Recommendation,
): readonly DecisionRow[] {
  const { strategy, standing, judgement } = candidate;
  const row = {
    ...emptyRow(names, "recommendation"),
    margin,
    verdict: roleOf(candidate, { recommended, runnerUp, decided }),
    note: standingNotes[standing],
  };
  if (judgement !== undefined) return judgedRows(judgement, row);
  // The only one: there is nothing to hold it against.
  return [{ ...row, ...columnsOf(strategy), measure }];
}

function roleOf(
  candidate: Candidate,
  { recommended, runnerUp, decided }: Pick<
    Recommendation,
    "recommended" | "runnerUp" | "decided"
  >,
): RecommendationVerdict {
  if (candidate === recommended) return decided ? "recommended" : "not-decided";
  if (candidate === runnerUp) return "runner-up";
  return candidate.standing === "best" ? "non-inferior" : candidate.standing;
}

/** What decides, and agreement beside it. */
function judgedRows(
  { strategy, against, shift, severity, deciding, agreement }: Judgement,
  row: DecisionRow,
): readonly DecisionRow[] {
  const rowOf = ({ measure, difference, lo, hi, samples }: JudgedDifference): DecisionRow => ({
    ...row,
    ...columnsOf(strategy),
    shift,
    severity,
    measure,
    against: strategyLabel(against),
    samples,
    value: difference,
    lo,
    hi,
  });
  return [deciding, ...(agreement ? [agreement] : [])].map(rowOf);
}

function columnsOf(strategy: StrategyColumns): StrategyColumns {
  const { scheme, weights, dynamicValues, ...calibration } = strategy;
  const { calibrator, calibratorParameter, calibrationSize } = calibration;
  return { scheme, weights, dynamicValues, calibrator, calibratorParameter, calibrationSize };
}

/** A row about a model that says nothing yet. */
function emptyRow({ suite, model }: Names, kind: "strategy" | "recommendation"): DecisionRow {
  return decisionRow({ suite, kind, model, measure: "", verdict: "" });
}
