import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { type GroupInput, groupSummary } from "../../src/report/group_summary.ts";
import { hostileNames, hostileTables } from "./charts/hostile_names.ts";
import { syntheticTables } from "./synthetic_tables.ts";

const { accuracy, comparisons } = syntheticTables();
const run: GroupInput["runs"][number] = {
  name: "digits",
  description: "Handwritten digits",
  folder: "digits",
  accuracy,
  comparisons,
  thresholds: [],
};
const group: GroupInput = { name: "all", description: "All suites", runs: [run], leftOut: [] };

Deno.test("groupSummary() has a chapter a run, its sections below it", () => {
  const text = groupSummary({
    ...group,
    runs: [run, { ...run, name: "others", folder: "others", accuracy: [], comparisons: [] }],
    leftOut: [{ name: "far", why: "its data are not there" }],
  });
  assertEquals([...text.matchAll(/^#+ .*$/gm)].map(([heading]) => heading), [
    "# Summary of all",
    "## digits",
    "### Every scheme on clean inputs",
    "### Static or dynamic: paired",
    "## others",
  ]);
  assertStringIncludes(text, "All suites.\n\n*far* is left out: its data are not there.\n");
  assertStringIncludes(text, "[others/summary.md](./others/summary.md).");
  assert(text.endsWith("\n") && !text.includes("undefined"));
});

for (const name of [...hostileNames, "javascript:alert(1)", "../..", "a)(b", "\ud800"]) {
  Deno.test(`groupSummary() shows ${JSON.stringify(name.slice(0, 25))} as text`, () => {
    const tables = hostileTables(name);
    const text = groupSummary({
      name,
      description: name,
      runs: [{ ...run, ...tables, name, description: name, folder: name }],
      leftOut: [{ name, why: name }],
    });
    const raw = text.replaceAll(/\\./g, ""); // what is escaped is text
    assert(!/<(script|svg)/i.test(raw), "must escape markup");
    assert(!raw.includes("](javascript"), "must not link to a script");
    // One link, to a file below the group's folder, and nothing that ends it early.
    const links = [...raw.matchAll(/\]\(([^)]*)\)/g)].map(([, target]) => target!);
    assertEquals(links.length, 1);
    assert(/^\.\/[^/()\s<>[\]]*\/summary\.md$/.test(links[0]!), links[0]);
    const widths = text.split("\n").filter((line) => line.startsWith("| "))
      .map((line) => line.replaceAll("\\|", "").split("|").length);
    assert(widths.length > 4 && widths.every((width) => width >= 5), "cells stay in their table");
  });
}
