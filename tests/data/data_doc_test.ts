import { assert, assertEquals } from "@std/assert";
import { manifestSchema, partSchema, samplesSchema } from "../../src/data/mod.ts";

/** The JSON of a page, block by block. */
async function jsonOf(page: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const text = await Deno.readTextFile(new URL(`../../${page}`, import.meta.url));
  return [...text.matchAll(/```json\n(.*?)```/gs)].map(([, json]) => JSON.parse(json!));
}

/** What a block is an example of. */
function schemaOf(block: Readonly<Record<string, unknown>>) {
  if ("reader" in block) return partSchema;
  if ("kind" in block) return samplesSchema.shape.split;
  if ("samples" in block) return manifestSchema;
  return "domain" in block ? samplesSchema : samplesSchema.pick({ parts: true, split: true });
}

Deno.test("every example of data in the documents is valid", async () => {
  const blocks = [...await jsonOf("docs/data.md"), ...await jsonOf("README.md")];
  for (const block of blocks) {
    const { error } = schemaOf(block).safeParse(block);
    assert(error === undefined, `${JSON.stringify(block)}: ${error?.message}`);
  }
  const kinds = (key: string) => [...new Set(blocks.flatMap((block) => block[key] ?? []))].sort();
  assertEquals(kinds("reader"), partSchema.options.map(({ shape }) => shape.reader.value).sort());
  assertEquals(kinds("kind"), ["by-content", "by-part", "cross-fit"]);
});
