import { isGroup, loadSuites, type Suite, suiteNames } from "../../suite/mod.ts";
import { print } from "../terminal.ts";

/** Lists the suites that come with ptqbench. */
export async function ls(_args: readonly string[]): Promise<number> {
  for (const name of await suiteNames()) {
    const suite = await loadSuites(name);
    print(`${name}  ${suite.description}`);
    if (!isGroup(suite)) {
      printSuite(suite, "  ");
      continue;
    }
    for (const part of suite.parts) {
      print(`  ${part.name}  ${part.description}`);
      printSuite(part, "    ");
    }
  }
  return 0;
}

function printSuite(suite: Suite, indent: string): void {
  const { dataset, metric, models, shifts, calibrationConditions } = suite;
  const lines = [
    ["data set", typeof dataset === "string" ? dataset : dataset.source],
    ["metric", metric],
    [
      "models",
      models.map(({ name, shipped }) => shipped ? `${name} (as shipped too)` : name).join(", "),
    ],
    ["shifts", shifts?.join(", ") ?? "those usual for the data"],
    ["calibrated on", calibrationConditions.map(({ name }) => name).join(", ")],
  ] as const;
  for (const [what, text] of lines) print(`${indent}${what.padEnd(15)}${text}`);
}
