import type { Recommendation, Strategy } from "../decide/mod.ts";
import { standingNotes, strategyRows } from "../decide/recommendation_rows.ts";
import type { Valued } from "../decide/select.ts";
import type { Shortfall } from "../decide/shortfall.ts";
import {
  costs,
  differenceText,
  keeps,
  shortText,
  strategyText,
  whereText,
} from "./recommendation_text.ts";
import { displayName } from "./text.ts";

/** What a wish is held against. */
export interface ObjectiveContext {
  /** The objective, as it was typed. */
  readonly text: string;
  /** What the default rule says of the same strategies. */
  readonly recommendation: Recommendation | undefined;
}

/** How many strategies are shown after the first. */
const shown = 3;

/**
 * What maximizes an objective, what comes after it, and what that gives away against the best of the
 * default rule.
 *
 * @param valued From the greatest value to the least.
 */
export function objectiveText(
  valued: readonly Valued[],
  { text, recommendation }: ObjectiveContext,
): string {
  const [first, ...rest] = valued;
  if (first === undefined) {
    return `nothing to recommend: ${displayName(text)} has no finite value for any strategy`;
  }
  const { strategy, value } = first;
  const quantities = strategyRows(strategy);
  const lines = [
    ["Maximizes", `${displayName(text)}: ${plain(value)}`],
    ["Costs", costs(quantities)],
    ["Keeps", keeps(quantities, recommendation?.measure ?? "accuracy")],
    ["Against the best", againstBest(strategy, recommendation)],
    [
      "After it",
      rest.slice(0, shown).map((one) => `${shortText(one.strategy)} ${plain(one.value)}`)
        .join(", "),
    ],
  ].filter(([, line]) => line !== "");
  return [strategyText(strategy), ...lines.map(([label, line]) => `  ${label}: ${line}`)].join(
    "\n",
  );
}

function againstBest(
  strategy: Strategy,
  recommendation: Recommendation | undefined,
): string {
  const candidate = recommendation?.candidates.find((one) => one.strategy === strategy);
  if (candidate === undefined) return "";
  const { standing, judgement } = candidate;
  if (standing === "best" || judgement === undefined) return `it is ${standingNotes.best}`;
  const { deciding, agreement, against } = judgement;
  const parts = [deciding, ...(agreement ? [agreement] : [])]
    .map(({ measure, difference, lo, hi }) =>
      differenceText({ measure, value: difference, lo, hi })
    );
  return `${parts.join(", ")} ${whereText(judgement)}, where it loses most ` +
    `against ${shortText(against)}: ${standingNotes[standing]}`;
}

/**
 * What comes closest where nothing fits, and by how much each comparison fails.
 *
 * @param closest Absent where no strategy has what the condition asks about.
 */
export function closestText(
  closest:
    | { readonly strategy: Strategy; readonly shortfalls: readonly Shortfall[] }
    | undefined,
): string {
  if (closest === undefined) return "nothing fits";
  const { strategy, shortfalls } = closest;
  const missed = shortfalls.map(({ text, left, right, by }) =>
    `${displayName(text)} fails by ${plain(by)}: ${plain(left)} against ${plain(right)}`
  );
  return `nothing fits. Closest is ${strategyText(strategy)}${
    missed.length === 0 ? "" : `; ${missed.join("; ")}`
  }`;
}

/** A number to six significant digits, with separators between thousands where it is whole. */
function plain(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e15) {
    return String(value).replaceAll(/\B(?=(\d{3})+$)/g, ",");
  }
  return String(Number(value.toPrecision(6)));
}
