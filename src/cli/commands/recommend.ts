import { closestString } from "@std/text";
import { type Expression, parseExpression } from "../../decide/expression.ts";
import { ExpressionError } from "../../decide/expression_nodes.ts";
import { recommend as recommendFor, strategiesOf, type Strategy } from "../../decide/mod.ts";
import { ladderCells } from "../../decide/compare.ts";
import { quantityNames } from "../../decide/quantities.ts";
import { recommendationRows, strategyRows } from "../../decide/recommendation_rows.ts";
import { fitting, maximizing } from "../../decide/select.ts";
import { closestText, objectiveText } from "../../report/objective_text.ts";
import { recommendationTexts } from "../../report/recommendation_text.ts";
import { displayName } from "../../report/text.ts";
import { UsageError, UserError } from "../../suite/error.ts";
import { readRun, type RunTables } from "../read_run.ts";
import { parseRecommendArguments } from "../recommend_arguments.ts";
import { print } from "../terminal.ts";

/** What to choose from and by. */
interface Wish {
  readonly where: Expression | undefined;
  readonly maximize: Expression | undefined;
  readonly margin: number;
}

/**
 * Says what to deploy of each model of a run.
 *
 * @returns 0, or 1 where nothing fits or nothing can be compared for some model.
 */
export async function recommend(args: readonly string[]): Promise<number> {
  const asked = parseRecommendArguments(args);
  try {
    const wish: Wish = {
      where: asked.where === undefined ? undefined : parseExpression(asked.where, quantityNames),
      maximize: asked.maximize === undefined
        ? undefined
        : parseExpression(asked.maximize, quantityNames),
      margin: asked.margin,
    };
    const models = Map.groupBy(strategiesIn(await readRun(asked.run)), ({ model }) => model);
    if (models.size === 0) {
      throw new UserError(
        `Cannot recommend from "${asked.run}": the shift ladder must have been run, got no row of it`,
      );
    }
    const names = asked.model === undefined ? [...models.keys()] : [asked.model];
    const said = names.map((name) => sayModel(name, ownOf(models, name), wish));
    return said.every(Boolean) ? 0 : 1;
  } catch (error) {
    if (error instanceof ExpressionError) throw new UsageError(error.message);
    throw error;
  }
}

function strategiesIn({ folder, accuracy, outcomes, cost, latency }: RunTables) {
  try {
    return strategiesOf(ladderCells(accuracy, outcomes), { cost, latency });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UserError(`Cannot use the run "${folder}": ${error.message}`);
  }
}

function ownOf(
  models: ReadonlyMap<string, readonly Strategy[]>,
  name: string,
): readonly Strategy[] {
  const own = models.get(name);
  if (own !== undefined) return own;
  const known = [...models.keys()];
  throw new UsageError(
    `Cannot use --model "${name}": it must be one of ${known.map(displayName).join(", ")}; ` +
      `did you mean "${displayName(closestString(name, known))}"?`,
  );
}

/** Prints what is said of a model; false where nothing can be recommended. */
function sayModel(
  model: string,
  own: readonly Strategy[],
  { where, maximize, margin }: Wish,
): boolean {
  const all = own.filter(({ competes }) => competes);
  const { fits, closest } = where ? fitting(all, where) : { fits: all, closest: undefined };
  const name = displayName(model);
  if (fits.length === 0) {
    const text = where === undefined
      ? "no scheme was run that can be deployed"
      : closestText(closest);
    print(`${name}: nothing to recommend: ${text}\n`);
    return false;
  }
  const recommendation = recommendFor(own, { margin, among: (one) => fits.includes(one) });
  if (maximize !== undefined) {
    const valued = maximizing(fits, maximize);
    print(`${name}: ${objectiveText(valued, { text: maximize.text, recommendation })}\n`);
    return valued.length > 0;
  }
  const decisions = recommendation
    ? [...own.flatMap(strategyRows), ...recommendationRows(recommendation)]
    : [];
  const [said] = recommendationTexts(decisions);
  if (said === undefined) {
    print(
      `${name}: nothing to recommend: there is no condition to judge by, with labels or float32 and at ` +
        "least 2 samples, at which float32 has not collapsed\n",
    );
    return false;
  }
  print(`${name}: ${said.headline}`);
  for (const { label, text } of said.lines) print(wrapped(label, text));
  print("");
  return true;
}

/** A labelled paragraph, 100 characters wide. */
function wrapped(label: string, text: string): string {
  const [width, indent] = [100, "    "];
  const lines: string[] = [];
  let line = `  ${label}:`;
  for (const word of text.split(" ")) {
    if (line.length + 1 + word.length > width && line.trim() !== "") {
      lines.push(line);
      line = `${indent}${word}`;
    } else line = `${line} ${word}`;
  }
  return [...lines, line].join("\n");
}
