import { assertEquals } from "@std/assert";
import { markup, ofModel } from "../../../src/report/html/markup.ts";
import { table } from "../../../src/report/html/table.ts";

Deno.test("markup() escapes what is put in, and nothing else", () => {
  const cases: readonly [string, string][] = [
    ["<img src=x onerror=alert(1)>", "&lt;img src=x onerror=alert(1)&gt;"],
    [`"><script>`, "&quot;&gt;&lt;script&gt;"],
    ["'&amp;", "&#39;&amp;amp;"],
    ["a\u0000b\u001bc\nd\u009f", "a b c d "],
    ["{{x}} ${y} `z`", "{{x}} ${y} `z`"],
    ["", ""],
  ];
  for (const [text, wanted] of cases) {
    assertEquals(markup`<p title="${text}">${text}</p>`.text, `<p title="${wanted}">${wanted}</p>`);
  }
});

Deno.test("markup() takes markup as it is, lists, numbers and nothing", () => {
  const items = ["<", markup`<b>`, 3, undefined, [markup`<i>`, ["&"]]];
  assertEquals(markup`${items}${undefined}`.text, "&lt;<b>3<i>&amp;");
});

Deno.test("table() has a heading for every row and column, and says which model a row is about", () => {
  const { text } = table({
    caption: "What <is>",
    header: ["model", "why"],
    prose: ["why"],
    rows: [{ model: 2, cells: ["<m>", "a"] }, {
      model: undefined,
      cells: ["all", markup`<b>b</b>`],
    }],
  });
  assertEquals(
    text.slice(text.indexOf("<table>")),
    "<table>\n<caption>What &lt;is&gt;</caption>\n" +
      '<thead><tr><th scope="col">model</th><th scope="col">why</th></tr></thead>\n<tbody>\n' +
      '<tr data-model="2"><th scope="row">&lt;m&gt;</th><td class="prose">a</td></tr>\n' +
      '<tr><th scope="row">all</th><td class="prose"><b>b</b></td></tr>\n</tbody>\n</table></div>\n',
  );
  assertEquals(ofModel(0).text, ' data-model="0"');
});
