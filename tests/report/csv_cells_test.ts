import { assertEquals, assertThrows } from "@std/assert";
import { csvRecords } from "../../src/report/csv_cells.ts";

const texts = (text: string) => [...csvRecords(text)].map((cells) => cells.map((one) => one.text));

Deno.test("csvRecords() splits cells and records", () => {
  const cases: readonly [string, string[][]][] = [
    ["", []],
    ["a", [["a"]]],
    ["a\n", [["a"]]],
    ["\n", [[""]]],
    ["a,b\n1,2\n", [["a", "b"], ["1", "2"]]],
    ["a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]],
    ["a,\n,b", [["a", ""], ["", "b"]]],
    ["a,", [["a", ""]]],
    ['"a,b","c""d",""\n', [["a,b", 'c"d', ""]]],
    ['"a\nb"\nc', [["a\nb"], ["c"]]],
    ['""""', [['"']]],
    ['"a"', [["a"]]],
  ];
  for (const [text, wanted] of cases) assertEquals(texts(text), wanted, JSON.stringify(text));
});

Deno.test("csvRecords() counts lines and columns from 1, also after a quoted line end", () => {
  const places = [...csvRecords('a,bb\n"x\ny",z\nw')].map((cells) =>
    cells.map(({ line, column }) => [line, column])
  );
  assertEquals(places, [[[1, 1], [1, 3]], [[2, 1], [3, 4]], [[4, 1]]]);
});

Deno.test("csvRecords() refuses what RFC 4180 does not allow, saying where", () => {
  const cases: readonly [string, string][] = [
    ['a,"b', "line 1, column 3: a quoted cell must end with a quote"],
    ['x\na"b', "line 2, column 2: a quote may only open a cell"],
    [
      '"a"b,c',
      'line 1, column 4: a closing quote must be followed by a comma or a line end, got "b"',
    ],
    ["a\rb", "line 1, column 2: a carriage return must be followed by a line feed"],
    [
      '"a\nb" c',
      'line 2, column 3: a closing quote must be followed by a comma or a line end, got " "',
    ],
  ];
  for (const [text, message] of cases) {
    assertThrows(() => [...csvRecords(text)], SyntaxError, message, JSON.stringify(text));
  }
});
