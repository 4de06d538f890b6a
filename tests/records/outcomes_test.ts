import { assertEquals, assertThrows } from "@std/assert";
import { decodeOutcomes, encodeOutcomes, type Outcomes } from "../../src/records/mod.ts";

const top1: Outcomes = {
  header: {
    suite: "digits",
    metric: "top-1",
    ids: [7, 3, 9],
    labels: [0, 1, 1],
    subsets: { "one-class": [1, 2] },
    cells: [{}, { subset: "one-class" }],
  },
  classes: [Uint16Array.of(0, 1, 65535), Uint16Array.of(1, 1)],
};
const auc: Outcomes = {
  header: { ...top1.header, metric: "auc" },
  classes: [Uint16Array.of(0, 1, 0), Uint16Array.of(1, 0)],
  scores: [Float64Array.of(-1.5, Infinity, NaN), Float64Array.of(5e-324, 2)],
};
const { labels: _, ...unlabelled } = top1.header;
const fidelity: Outcomes = { ...top1, header: { ...unlabelled, metric: "fidelity" } };
const metrics = [top1, auc, fidelity];

/** The bytes of a file with this header, and these bytes after it. */
function fileOf(json: string, after: readonly number[] = []): Uint8Array {
  const text = new TextEncoder().encode(json);
  const bytes = new Uint8Array(12 + text.length + after.length);
  bytes.set(new TextEncoder().encode("PTQBOUT2"));
  new DataView(bytes.buffer).setUint32(8, text.length, true);
  bytes.set(text, 12);
  bytes.set(after, 12 + text.length);
  return bytes;
}

Deno.test("decodeOutcomes() gives back what encodeOutcomes() wrote, for every metric", () => {
  for (const outcomes of metrics) {
    assertEquals(decodeOutcomes(encodeOutcomes(outcomes)), outcomes);
    const { scores: _, ...rest } = outcomes;
    const none: Outcomes = {
      ...rest,
      header: { ...outcomes.header, cells: [] },
      classes: [],
      ...(outcomes.scores && { scores: [] }),
    };
    assertEquals(decodeOutcomes(encodeOutcomes(none)), none);
  }
});

Deno.test("decodeOutcomes() reads a file that does not begin where its buffer does", () => {
  const bytes = encodeOutcomes(auc);
  const moved = new Uint8Array(bytes.length + 3);
  moved.set(bytes, 3);
  assertEquals(decodeOutcomes(moved.subarray(3)), auc);
});

Deno.test("encodeOutcomes() begins classes and scores at multiples of 8 bytes", () => {
  const bytes = encodeOutcomes(auc);
  const view = new DataView(bytes.buffer);
  const classesAt = 12 + view.getUint32(8, true);
  assertEquals(classesAt % 8, 0);
  assertEquals(view.getUint16(classesAt + 2, true), 1);
  assertEquals([...bytes.subarray(classesAt + 10, classesAt + 16)], [0, 0, 0, 0, 0, 0]);
  assertEquals(view.getFloat64(classesAt + 16, true), -1.5);
  assertEquals(bytes.length, classesAt + 16 + 8 * 5);
});

Deno.test("decodeOutcomes() refuses a file cut off anywhere, or with more at its end", () => {
  for (const outcomes of metrics) {
    const bytes = encodeOutcomes(outcomes);
    for (let length = 0; length < bytes.length; length++) {
      assertThrows(() => decodeOutcomes(bytes.slice(0, length)), SyntaxError, "outcomes");
    }
    const longer = new Uint8Array(bytes.length + 1);
    longer.set(bytes);
    assertThrows(() => decodeOutcomes(longer), SyntaxError, `the file has ${longer.length}`);
  }
});

Deno.test("decodeOutcomes() says what is wrong", () => {
  const bytes = encodeOutcomes(top1);
  const old = bytes.slice();
  old[7] = "1".charCodeAt(0);
  const header = (fields: Record<string, unknown>) =>
    fileOf(JSON.stringify({ ...top1.header, ...fields }));
  const cases = [
    [bytes.slice(0, 5), "must begin with PTQBOUT2"],
    [old, "must begin with PTQBOUT2"],
    [bytes.slice(0, 40), "the header must fit"],
    [bytes.slice(0, -1), "2 cells of metric top-1 must end at byte"],
    [fileOf("{"), "the header must be JSON"],
    [fileOf("[".repeat(100_000)), "the header must be JSON"],
    [fileOf(`${"[".repeat(100_000)}${"]".repeat(100_000)}`), "the header's JSON"],
    [fileOf("null"), "the header's JSON"],
    [header({ metric: "f1" }), "the header's metric"],
    [header({ ids: [1, -1, 2] }), "the header's ids: must be a list of integers"],
    [header({ ids: [1, 0.5, 2] }), "the header's ids: must be a list of integers"],
    [header({ labels: undefined }), "labels: must be there unless"],
    [header({ labels: [0, 1] }), "labels: must be as many as ids, 3, got 2"],
    [header({ labels: [0, 1, "1"] }), "the header's labels: must be a list of integers"],
    [header({ metric: "fidelity" }), "labels: must be there unless the metric is fidelity"],
    [header({ subsets: { "one-class": [3] } }), "must be positions below 3, got 3"],
    [header({ subsets: {} }), "the header's cells.1.subset: must be one of subsets"],
    [header({ cells: [{ subset: "constructor" }] }), "cells.0.subset: must be one of subsets"],
    [header({ subsets: { "one-class": 1 } }), "the header's subsets: must be lists"],
    [header({ subsets: [[1]] }), "the header's subsets: must be lists"],
    [header({ cells: 1e9 }), "the header's cells: must be a list of objects"],
    [header({ cells: [{ subset: 1 }] }), "the header's cells: must be a list of objects"],
  ] as const;
  for (const [part, message] of cases) {
    assertThrows(() => decodeOutcomes(part), SyntaxError, message);
  }
});

Deno.test("decodeOutcomes() allocates nothing for cells that the file does not have", () => {
  const ids = Array.from({ length: 20_000 }, (_, id) => id);
  const huge = { suite: "s", metric: "auc", ids, labels: ids.map(() => 1), subsets: {} };
  const json = JSON.stringify({ ...huge, cells: Array.from({ length: 50_000 }, () => ({})) });
  assertThrows(() => decodeOutcomes(fileOf(json)), SyntaxError, "50000 cells of metric auc");
});

Deno.test("encodeOutcomes() refuses what does not fit its header", () => {
  const cases: readonly [Outcomes, string][] = [
    [{ ...top1, classes: top1.classes.slice(0, 1) }, "2 cells must have classes, got 1"],
    [
      { ...top1, classes: [Uint16Array.of(0), Uint16Array.of(1, 1)] },
      "cell 0 must have 3 classes, got 1",
    ],
    [{ ...top1, scores: auc.scores! }, "0 cells must have scores, got 2"],
    [{ ...auc, scores: [] }, "2 cells must have scores, got 0"],
  ];
  for (const [outcomes, message] of cases) {
    assertThrows(() => encodeOutcomes(outcomes), RangeError, `Cannot write outcomes: ${message}`);
  }
});
