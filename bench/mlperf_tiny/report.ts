import { markdownTable } from "../../src/report/markdown.ts";
import type { Row } from "./compare.ts";
import { givenNames } from "./evaluate.ts";
import type { Task } from "./task.ts";

/** The table of a task, and whether ours is no worse than what was shipped. */
export function report(task: Task, rows: readonly Row[]): string {
  const metric = task.metric === "auc" ? "AUC" : "top-1";
  const header = [
    "model",
    `${metric} (95 % interval)`,
    "less shipped (paired 95 % interval)",
    ...(task.metric === "top-1" ? ["McNemar p", "agreement with float32"] : []),
    "output SQNR, dB",
  ];
  const cells = rows.map((row) => [
    row.name,
    `${fixed(row.value)} (${fixed(row.interval.lo)} to ${fixed(row.interval.hi)})`,
    row.againstShipped === undefined
      ? "-"
      : `${signed(row.againstShipped.difference)} (${signed(row.againstShipped.lo)} to ` +
        `${signed(row.againstShipped.hi)})`,
    ...(task.metric === "top-1"
      ? [row.againstShipped === undefined ? "-" : fixed(row.mcnemarP), fixed(row.agreement)]
      : []),
    row.sqnrDb === undefined ? "-" : row.sqnrDb.toFixed(1),
  ]);
  return [
    `## ${task.name}`,
    "",
    `${task.labels.length} samples; calibrated on ${task.calibratedOn}.`,
    "",
    markdownTable(header, cells),
    "",
    verdict(rows),
  ].join("\n");
}

/** Whether any of our rows is worse than the shipped model by more than its paired interval. */
export function verdict(rows: readonly Row[]): string {
  const ours = rows.filter(({ name }) => !givenNames.includes(name));
  const named = (found: readonly Row[]) => found.map(({ name }) => name).join("; ");
  const worse = ours.filter(({ againstShipped }) => againstShipped!.hi < 0);
  const better = ours.filter(({ againstShipped }) => againstShipped!.lo > 0);
  const differences = ours.map(({ againstShipped }) => againstShipped!.difference);
  const range = `${signed(Math.min(...differences))} to ${signed(Math.max(...differences))}`;
  return [
    worse.length === 0
      ? `Ours is no worse than shipped beyond the paired interval, in all ${ours.length} ways (${range}).`
      : `Ours is worse than shipped beyond the paired interval in ${worse.length} of ${ours.length} ` +
        `ways (${range}): ${named(worse)}.`,
    ...(better.length === 0 ? [] : [`Better beyond it: ${named(better)}.`]),
  ].join(" ");
}

function fixed(value: number | undefined): string {
  return value === undefined ? "-" : value.toFixed(3);
}

function signed(value: number): string {
  const text = value.toFixed(3);
  return value > 0 ? `+${text}` : text === "-0.000" ? "0.000" : text;
}
