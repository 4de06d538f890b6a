import { assertEquals, assertThrows } from "@std/assert";
import { journalLine, parseJournal } from "../../src/records/mod.ts";

const header = journalLine({ journal: 1, configuration: "c0ffee" });

Deno.test("parseJournal() keeps whole lines and leaves out a line that was cut off", () => {
  const whole = header + journalLine({ key: "a", result: { n: 1 } });
  for (const tail of ["", "{", '{"key":"b","result":2}', "\u0000\u0000"]) {
    const journal = parseJournal(whole + tail);
    assertEquals(journal.header.configuration, "c0ffee");
    assertEquals([...journal.entries], [["a", { n: 1 }]]);
    assertEquals(journal.bytes, new TextEncoder().encode(whole).length);
  }
});

Deno.test("parseJournal() counts bytes, not characters", () => {
  const whole = header + journalLine({ key: "é", result: "→" });
  assertEquals(parseJournal(whole).bytes, new TextEncoder().encode(whole).length);
});

Deno.test("parseJournal() refuses what is no journal", () => {
  const cases = [
    ["", "line 1 must be"],
    ["hello\n", "line 1 must be JSON"],
    ['{"journal":2}\n', "line 1 must be"],
    [`${header}nonsense\n${journalLine({ key: "a", result: 1 })}`, "line 2 must be JSON"],
    [`${header}{"key":1}\n`, "line 2 must have a key and a result"],
  ] as const;
  for (const [text, message] of cases) {
    assertThrows(() => parseJournal(text), SyntaxError, message);
  }
});
