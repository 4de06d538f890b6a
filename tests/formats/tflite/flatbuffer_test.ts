import { assertEquals, assertThrows } from "@std/assert";
import { Builder } from "flatbuffers";
import { rootTable } from "../../../src/formats/tflite/flatbuffer.ts";
import { readTflite } from "../../../src/formats/mod.ts";
import { ModelError, RuleError } from "../../../src/graph/mod.ts";
import { modelBytes } from "./model_bytes.ts";
import { batched, counting, list } from "./one_operator.ts";

/** A table of: 0 int8, 1 int32, 2 float32, 3 vector of int32, 4 string, 5 table, 6 int64s, 7 tables. */
function sample(): Uint8Array {
  const builder = new Builder(64);
  const text = builder.createString("grün");
  builder.startVector(4, 3, 4);
  for (const value of [3, 2, -1]) builder.addInt32(value);
  const vector = builder.endVector();
  builder.startVector(8, 2, 8);
  for (const value of [-5n, 7n]) builder.addInt64(value);
  const longs = builder.endVector();
  builder.startObject(1);
  builder.addFieldInt8(0, 9, 0);
  const nested = builder.endObject();
  builder.startVector(4, 2, 4);
  builder.addOffset(nested);
  builder.addOffset(nested);
  const tables = builder.endVector();
  builder.startObject(8);
  builder.addFieldInt8(0, -3, 0);
  builder.addFieldInt32(1, 100_000, 0);
  builder.addFieldFloat32(2, 0.5, 0);
  builder.addFieldOffset(3, vector, 0);
  builder.addFieldOffset(4, text, 0);
  builder.addFieldOffset(5, nested, 0);
  builder.addFieldOffset(6, longs, 0);
  builder.addFieldOffset(7, tables, 0);
  builder.finish(builder.endObject(), "TEST");
  return builder.asUint8Array().slice();
}

Deno.test("rootTable() reads fields of every kind, and what is absent", () => {
  const table = rootTable(sample(), "TEST");
  assertEquals(
    [table.int8(0), table.uint8(0), table.int32(1), table.uint32(1), table.float32(2)],
    [-3, 253, 100_000, 100_000, 0.5],
  );
  assertEquals(table.int32s(3), [-1, 2, 3]);
  assertEquals(table.text(4), "grün");
  assertEquals(table.bytes(4)?.length, 5);
  assertEquals(table.table(5)!.int8(0), 9);
  assertEquals(table.int64s(6), [7, -5]);
  assertEquals(table.tables(7).map((nested) => nested.int8(0)), [9, 9]);
  assertEquals([table.has(7), table.has(8), table.slotBeyond(8)], [true, false, undefined]);
  assertEquals(table.slotBeyond(3), 3);
  assertEquals(
    [table.int32(8, 5), table.int32s(8), table.tables(8), table.text(8), table.table(8)],
    [5, undefined, [], "", undefined],
  );
});

Deno.test("rootTable() refuses what lies outside", () => {
  const edges = [
    ["the header must lie within the 7 bytes", new Uint8Array(7)],
    ['its identifier must be "TEST", got "\\u0000\\u0000\\u0000\\u0000"', new Uint8Array(8)],
    [
      "a table must lie within the 8 bytes of the file, got 4 bytes at 5",
      Uint8Array.of(5, 0, 0, 0, 84, 69, 83, 84),
    ],
    [
      "the field list of a table must lie within the 16 bytes of the file, got 4 bytes at 13",
      Uint8Array.of(8, 0, 0, 0, 84, 69, 83, 84, 251, 255, 255, 255, 0, 0, 0, 0),
    ],
    [
      "the field list of a table must have 4, 6, 8... bytes, got 3",
      Uint8Array.of(8, 0, 0, 0, 84, 69, 83, 84, 252, 255, 255, 255, 3, 0, 4, 0),
    ],
    [
      "a table must lie within the 16 bytes of the file, got 9 bytes at 8",
      Uint8Array.of(8, 0, 0, 0, 84, 69, 83, 84, 252, 255, 255, 255, 4, 0, 9, 0),
    ],
  ] as const;
  for (const [rule, bytes] of edges) assertThrows(() => rootTable(bytes, "TEST"), RuleError, rule);
});

/** Reads everything that the sample holds. */
function readAll(bytes: Uint8Array): void {
  const table = rootTable(bytes, "TEST");
  table.int32s(3);
  table.text(4);
  table.table(5)?.int8(0);
  table.int64s(6);
  table.tables(7).forEach((nested) => nested.int8(0));
  table.float32s(3);
}

Deno.test("rootTable() gives values or a RuleError for every word at every place", () => {
  const file = sample();
  for (let at = 0; at + 4 <= file.length; at++) {
    for (const word of [0, 1, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff]) {
      const bytes = file.slice();
      new DataView(bytes.buffer).setUint32(at, word, true);
      try {
        readAll(bytes);
      } catch (error) {
        if (!(error instanceof RuleError)) throw error;
      }
    }
  }
});

const relu = { code: 19, inputs: [0], outputs: [1] };

Deno.test("readTflite() refuses files that would grow", () => {
  const x = batched("x", 4);
  const many = 40_000;
  const bombs = [
    // One vector of inputs that a great number of operators share.
    ["it must have at most 100000 operators, got 100001", {
      tensors: [x, { shape: [] }],
      operators: Array.from({ length: 100_001 }, () => relu),
    }],
    // One large constant, in other forms for many operators.
    ["constants must stay in proportion to the file", {
      tensors: [
        batched("x", 1000),
        counting("w", 1000, 1000),
        ...Array.from({ length: 12 }, (_, i) => ({ name: `y${i}`, shape: [] })),
      ],
      operators: Array.from({ length: 12 }, (_, i) => ({
        code: 6,
        inputs: [1],
        outputs: [i + 2],
      })),
    }],
    ["a sample must have at most 2^28 elements", {
      tensors: [
        batched("x", 2, 2),
        { type: "INT32", shape: [3, 2], data: [0, 0, 0, many, 0, many] },
        { shape: [] },
      ],
      operators: [{ code: 34, inputs: [0, 1], outputs: [2] }],
    }],
    ["the permutation must have at most 16 elements, got 40", {
      tensors: [x, list("p", ...Array.from({ length: 40 }, () => 0)), { shape: [] }],
      operators: [{ code: 39, inputs: [0, 1], outputs: [2] }],
    }],
  ] as const;
  for (const [rule, model] of bombs) {
    assertThrows(() => readTflite(modelBytes(model)), ModelError, rule);
  }
});

Deno.test("readTflite() counts a vector as often as it is listed", () => {
  const builder = new Builder(1024);
  builder.startVector(4, 20_000, 4);
  for (let i = 0; i < 20_000; i++) builder.addInt32(0);
  const sizes = builder.endVector();
  const tensors = Array.from({ length: 1000 }, () => {
    builder.startObject(1);
    builder.addFieldOffset(0, sizes, 0);
    return builder.endObject();
  });
  builder.startVector(4, tensors.length, 4);
  for (const tensor of tensors) builder.addOffset(tensor);
  const listed = builder.endVector();
  builder.startObject(1);
  builder.addFieldOffset(0, listed, 0);
  const subgraph = builder.endObject();
  builder.startVector(4, 1, 4);
  builder.addOffset(subgraph);
  const subgraphs = builder.endVector();
  builder.startObject(3);
  builder.addFieldInt32(0, 3, 0);
  builder.addFieldOffset(2, subgraphs, 0);
  builder.finish(builder.endObject(), "TFL3");
  assertThrows(
    () => readTflite(builder.asUint8Array().slice()),
    ModelError,
    "Cannot read the TensorFlow Lite file: what it lists must stay in proportion to its size",
  );
});

Deno.test("readTflite() reads long chains in time", () => {
  const length = 30_000;
  const graph = readTflite(modelBytes({
    tensors: [batched("x", 4), ...Array.from({ length }, () => ({ shape: [] }))],
    operators: Array.from({ length }, (_, i) => ({ ...relu, inputs: [i], outputs: [i + 1] })),
  }));
  assertEquals(graph.nodes.length, 1);
});
