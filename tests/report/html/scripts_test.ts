import { assert, assertEquals, assertThrows } from "@std/assert";
import { chartLibraries } from "../../../src/report/html/libraries.ts";
import { markup } from "../../../src/report/html/markup.ts";
import { contentPolicy, inlineScript, jsonScript } from "../../../src/report/html/scripts.ts";
import config from "../../../deno.json" with { type: "json" };

Deno.test("jsonScript() cannot be ended by its value, and reads back", () => {
  for (const value of ["</script><script>alert(1)</script>", "<!--", "]]>", "\u2028", "<\u0000"]) {
    const { text } = jsonScript(markup` data-spec="a"`, { value });
    const [, json] = /^<script type="application\/json" data-spec="a">(.*)<\/script>\n$/s.exec(
      text,
    )!;
    assert(!json!.includes("<"), text);
    assertEquals(JSON.parse(json!), { value });
  }
});

Deno.test("inlineScript() refuses what would end its element or comment it out", () => {
  for (const text of ['"</script>"', '"</SCRIPT "', '"<script"', "x<!--y"]) {
    assertThrows(() => inlineScript(text), Error, "Cannot put a script into a page");
  }
  assertEquals(inlineScript("1 < 2").text, "<script>1 < 2</script>\n");
});

Deno.test("contentPolicy() allows scripts by their hashes alone", async () => {
  const policy = await contentPolicy(["alert(1)", ""]);
  // printf 'alert(1)' | openssl dgst -sha256 -binary | base64
  assertEquals(
    policy.split("; ")[1],
    "script-src 'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI=' " +
      "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
  );
  assert(policy.startsWith("default-src 'none'; "));
  assert(!/unsafe-eval|script-src[^;]*unsafe-inline|https?:/.test(policy));
});

Deno.test("chartLibraries() are the pinned ones, with their licences, and fit into a page", async () => {
  const libraries = await chartLibraries();
  assertEquals(libraries.map(({ name }) => name), ["vega", "vega-lite", "vega-embed"]);
  for (const { name, version, script } of libraries) {
    assertEquals(`npm:${name}@${version}`, config.imports[name as "vega"]);
    assert(script.startsWith(`/*!\n${name} ${version}\n\nCopyright`), name);
    assert(!script.includes("sourceMappingURL"), name);
    assert(script.length > 50_000, name);
    inlineScript(script);
  }
});
