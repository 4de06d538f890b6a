import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { allCharts } from "../../src/report/charts/all.ts";
import { columnDocs, documentedTables, outputsDocUrl, withColumnDocs } from "./column_docs.ts";
import { syntheticTables } from "./synthetic_tables.ts";

const text = Deno.readTextFileSync(outputsDocUrl);

Deno.test("docs/outputs.md describes every column as the records do", () => {
  assertEquals(text, withColumnDocs(text), "deno task golden writes it anew");
  for (const table of documentedTables) {
    assertStringIncludes(text, columnDocs(table));
    assert(Object.keys(table.describe).length > 10);
  }
});

Deno.test("docs/outputs.md names every chart", () => {
  for (const { name } of allCharts(syntheticTables())) {
    assertStringIncludes(text, `| \`${name}\` |`);
  }
});
