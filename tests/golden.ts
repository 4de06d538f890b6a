/**
 * Writes the generated files of the repository again: `deno task golden`. Tests compare them with
 * what the code says now.
 */
import { suiteJsonSchema } from "../src/suite/mod.ts";
import { outputsDocUrl, withColumnDocs } from "./report/column_docs.ts";

const schema = new URL("../suites/suite.schema.json", import.meta.url);
await Deno.writeTextFile(schema, `${JSON.stringify(suiteJsonSchema(), undefined, 2)}\n`);
await Deno.writeTextFile(outputsDocUrl, withColumnDocs(await Deno.readTextFile(outputsDocUrl)));
