import { assertEquals, assertThrows } from "@std/assert";
import { decodeOutcomes, encodeOutcomes, type Outcomes } from "../../src/records/mod.ts";

const outcomes: Outcomes = {
  header: {
    suite: "digits",
    ids: [7, 3, 9],
    labels: [0, 1, 1],
    subsets: { "one-class": [1, 2] },
    cells: [{}, { subset: "one-class" }],
  },
  classes: [Uint16Array.of(0, 1, 65535), Uint16Array.of(1, 1)],
};

Deno.test("decodeOutcomes() gives back what encodeOutcomes() wrote", () => {
  assertEquals(decodeOutcomes(encodeOutcomes(outcomes)), outcomes);
  const none: Outcomes = { header: { ...outcomes.header, cells: [] }, classes: [] };
  assertEquals(decodeOutcomes(encodeOutcomes(none)), none);
});

Deno.test("decodeOutcomes() refuses bytes that are not whole", () => {
  const bytes = encodeOutcomes(outcomes);
  const cases = [
    [bytes.slice(0, 5), "must begin with PTQBOUT1"],
    [bytes.slice(0, 40), "the header must fit"],
    [bytes.slice(0, -1), "cell 1 must have 2 samples"],
    [new Uint8Array(64), "must begin with PTQBOUT1"],
  ] as const;
  for (const [part, message] of cases) {
    assertThrows(() => decodeOutcomes(part), SyntaxError, message);
  }
});
