/**
 * Which strategy to deploy:
 *
 * 1. on one half of the samples find the best: whose largest loss against whoever leads there, over clean
 *    inputs and every shift, is smallest
 * 2. on the same half find for every other the shift at which it loses most against the best
 * 3. on the other half judge it there: non-inferior when the paired interval of its difference from the
 *    best lies above -margin
 * 4. of those that are, and the best itself, take the cheapest
 *
 * `docs/recommendation.md` says why.
 */
import type { ComparedMeasure } from "../records/mod.ts";
import { type Judge, type Judgement, judgeOf } from "./judge.ts";
import { compareListing } from "./listing_order.ts";
import { compareCost, rankByCost } from "./rank.ts";
import { samplesNeeded } from "./samples_needed.ts";
import type { Strategy } from "./strategies.ts";

/** What became of a strategy: it is the best, or was judged against it. */
export type Standing = "best" | "non-inferior" | "inferior" | "undecided";

/** A strategy that could be recommended. */
export interface Candidate {
  readonly strategy: Strategy;
  readonly standing: Standing;
  /** Against the best; of the best against whoever leads it most. Absent where it is the only one. */
  readonly judgement: Judgement | undefined;
  /** The least margin at which it is non-inferior; it must be larger. Absent for the best. */
  readonly marginNeeded: number | undefined;
  /** Evaluation samples that would decide, of which half judge; for an undecided one. */
  readonly samplesNeeded: number | undefined;
}

/** What to deploy of one model, and why. */
export interface Recommendation {
  readonly suite: string;
  readonly model: string;
  readonly margin: number;
  /** What decided. */
  readonly measure: ComparedMeasure;
  /** False where a cheaper one may be as good, and the samples cannot tell. */
  readonly decided: boolean;
  /** Where it is not decided: the best, to be safe. */
  readonly recommended: Candidate;
  /** What the rule takes without the recommended one. */
  readonly runnerUp: Candidate | undefined;
  /** What a smaller margin than the recommended one needs would take. */
  readonly stricter: Candidate | undefined;
  /** What the next larger margin would take. */
  readonly looser: Candidate | undefined;
  /** Where it is not decided: who may be as good, and takes the fewest samples to tell. */
  readonly open: Candidate | undefined;
  /** The recommended less the baseline under the shift that is worst for the baseline. */
  readonly beside: Judgement | undefined;
  /** Every one, from the first that the rule would take to the last. */
  readonly candidates: readonly Candidate[];
}

/** What a recommendation is made with. */
export interface RecommendOptions {
  /** Difference in accuracy or agreement that counts as none, as a share. */
  readonly margin: number;
  /** Which may be recommended; all that compete unless given. */
  readonly among?: ((strategy: Strategy) => boolean) | undefined;
}

/**
 * What to deploy of one model: among strategies that are non-inferior to the best within the margin, each
 * under the shift that is worst for it, the cheapest by `rankByCost`. Of strategies that cost the same the
 * first listed: the simplest calibrator.
 *
 * It does not depend on the order of the strategies, nor on that of their cells.
 *
 * @param strategies All of one model, with those that are references.
 * @returns `undefined` where none may be recommended, or there is no condition that can decide.
 */
export function recommend(
  strategies: readonly Strategy[],
  { margin, among = ({ competes }) => competes }: RecommendOptions,
): Recommendation | undefined {
  const ordered = rankByCost(strategies.filter(among));
  const float32 = strategies.find(({ scheme }) => scheme === "float32");
  const baseline = baselineOf(strategies);
  const judge = judgeOf(
    baseline && !ordered.includes(baseline) ? [...ordered, baseline] : ordered,
    float32,
  );
  const [cheapest] = ordered;
  if (judge === undefined || cheapest === undefined) return undefined;

  const best = bestOf(ordered, judge);
  const candidates = ordered.map((strategy) =>
    candidateOf(strategy, { best, judge, margin, ordered })
  );
  const chosen = candidates.find(isGood)!;
  const others = candidates.filter((one) => one !== chosen);
  const before = candidates.slice(0, candidates.indexOf(chosen));
  const after = candidates.slice(candidates.indexOf(chosen) + 1);
  const open = chosen.standing === "best"
    ? fewestSamples(
      before.filter(({ strategy, standing }) =>
        standing === "undecided" && compareCost(strategy, chosen.strategy) !== 0
      ),
    )
    : undefined;
  return {
    suite: cheapest.suite,
    model: cheapest.model,
    margin,
    measure: judge.measure,
    decided: open === undefined,
    recommended: chosen,
    runnerUp: others.find(isGood) ?? leastMargin(others),
    stricter: after.find(({ marginNeeded }) => needed(marginNeeded) < needed(chosen.marginNeeded)),
    looser: leastMargin(before),
    open,
    beside: baseline && baseline !== chosen.strategy
      ? reversed(judge.judge(baseline, chosen.strategy))
      : undefined,
    candidates,
  };
}

/** What people take who do not look: static, min-max, per-channel weights where there are such. */
export function baselineOf(strategies: readonly Strategy[]): Strategy | undefined {
  return strategies
    .filter(({ scheme, calibrator }) => scheme === "static" && calibrator === "min-max")
    .toSorted(compareListing)[0];
}

/** Whose largest loss against whoever leads is smallest; of equals the cheapest. */
function bestOf(ordered: readonly Strategy[], { conditions, valueOf }: Judge): Strategy {
  const lead = new Map(
    conditions.map((condition) =>
      [condition, Math.max(...ordered.map((one) => valueOf(one, condition)))] as const
    ),
  );
  const loss = (strategy: Strategy) =>
    Math.max(...conditions.map((condition) => lead.get(condition)! - valueOf(strategy, condition)));
  return ordered.reduce((best, one) => loss(one) < loss(best) ? one : best);
}

function candidateOf(
  strategy: Strategy,
  { best, judge, margin, ordered }: {
    readonly best: Strategy;
    readonly judge: Judge;
    readonly margin: number;
    readonly ordered: readonly Strategy[];
  },
): Candidate {
  if (strategy === best) {
    const rival = rivalOf(best, ordered, judge);
    return {
      strategy,
      standing: "best",
      judgement: rival && judge.judge(best, rival),
      marginNeeded: undefined,
      samplesNeeded: undefined,
    };
  }
  const judgement = judge.judge(strategy, best)!;
  const { deciding } = judgement;
  const standing = standingOf(deciding, margin);
  const judgingSamples = standing === "undecided" ? samplesNeeded(deciding, margin) : undefined;
  return {
    strategy,
    standing,
    judgement,
    marginNeeded: -deciding.lo,
    samplesNeeded: judgingSamples && 2 * judgingSamples,
  };
}

/** Who leads the best by most under some condition; of equals the first. */
function rivalOf(
  best: Strategy,
  ordered: readonly Strategy[],
  { conditions, valueOf }: Judge,
): Strategy | undefined {
  const lead = (other: Strategy) =>
    Math.max(...conditions.map((at) => valueOf(other, at) - valueOf(best, at)));
  const others = ordered.filter((one) => one !== best);
  return others[0] && others.reduce((rival, one) => lead(one) > lead(rival) ? one : rival);
}

function standingOf(
  { lo, hi }: { readonly lo: number; readonly hi: number },
  margin: number,
): Standing {
  if (lo > -margin) return "non-inferior";
  return hi < -margin ? "inferior" : "undecided";
}

function isGood({ standing }: Candidate): boolean {
  return standing === "best" || standing === "non-inferior";
}

/** The best itself is as good as the best at any margin. */
function needed(margin: number | undefined): number {
  return margin ?? -Infinity;
}

/** Who needs the least margin; of equals the first. */
function leastMargin(candidates: readonly Candidate[]): Candidate | undefined {
  const [first] = candidates;
  return first &&
    candidates.reduce((a, b) => needed(b.marginNeeded) < needed(a.marginNeeded) ? b : a);
}

/** Who takes the fewest samples to tell; of equals the first. */
function fewestSamples(candidates: readonly Candidate[]): Candidate | undefined {
  const [first] = candidates;
  return first &&
    candidates.reduce((a, b) =>
      (b.samplesNeeded ?? Infinity) < (a.samplesNeeded ?? Infinity) ? b : a
    );
}

/** The same judgement seen from the other side. */
function reversed(judgement: Judgement | undefined): Judgement | undefined {
  if (judgement === undefined) return undefined;
  const { strategy, against, deciding, agreement } = judgement;
  const turn = <T extends Judgement["agreement"]>(one: T): T =>
    one && {
      ...one,
      firstValue: one.secondValue,
      secondValue: one.firstValue,
      difference: -one.difference,
      lo: -one.hi,
      hi: -one.lo,
    };
  return {
    ...judgement,
    strategy: against,
    against: strategy,
    deciding: turn(deciding),
    agreement: turn(agreement),
  };
}
