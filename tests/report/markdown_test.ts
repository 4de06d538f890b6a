import { assertEquals } from "@std/assert";
import { markdownName, markdownTable, markdownText } from "../../src/report/markdown.ts";

Deno.test("markdownText() leaves no markup, HTML or line end", () => {
  const cases: readonly [string, string][] = [
    ["dynamic-input", "dynamic-input"],
    ["a|b", "a\\|b"],
    ["<script>&", "&lt;script&gt;&amp;"],
    ["__proto__", "\\_\\_proto\\_\\_"],
    ["[x](y) `z` *w* ~v~ $u$", "\\[x\\](y) \\`z\\` \\*w\\* \\~v\\~ \\$u\\$"],
    ["a\\", "a\\\\"],
    ["a\n# b\r\n", "a # b "],
  ];
  for (const [text, wanted] of cases) assertEquals(markdownText(text), wanted);
});

Deno.test("markdownName() cuts long names, markdownText() does not", () => {
  assertEquals(markdownName("x".repeat(99)), `${"x".repeat(59)}…`);
  assertEquals(markdownText("x".repeat(99)), "x".repeat(99));
});

Deno.test("markdownTable() writes one line a row", () => {
  assertEquals(markdownTable(["a", "b"], [["1", ""]]), "| a | b |\n| --- | --- |\n| 1 |  |");
});
