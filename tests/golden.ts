/**
 * Writes the generated files of the repository again: `deno task golden`. Tests compare them with
 * what the code says now.
 */
import { manifestJsonSchema } from "../src/data/dataset_schema.ts";
import { suiteJsonSchema } from "../src/suite/mod.ts";
import { outputsDocUrl, withColumnDocs } from "./report/column_docs.ts";

const schemas = [
  ["suites/suite.schema.json", suiteJsonSchema()],
  ["datasets/manifest.schema.json", manifestJsonSchema()],
] as const;
for (const [file, schema] of schemas) {
  const url = new URL(`../${file}`, import.meta.url);
  await Deno.writeTextFile(url, `${JSON.stringify(schema, undefined, 2)}\n`);
}
await Deno.writeTextFile(outputsDocUrl, withColumnDocs(await Deno.readTextFile(outputsDocUrl)));
