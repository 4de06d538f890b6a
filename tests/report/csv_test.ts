import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  accuracyTable,
  calibrationTable,
  columnName,
  comparisonsTable,
  costTable,
  latencyTable,
  layersTable,
  mixedTable,
  type Table,
} from "../../src/records/mod.ts";
import { fromCsv, toCsv } from "../../src/report/csv.ts";
import { hostileNames, hostileTables } from "./charts/hostile_names.ts";
import { syntheticTables } from "./synthetic_tables.ts";

interface Row {
  readonly model: string;
  readonly weights: string | undefined;
  readonly valueLo: number;
  readonly sqnrDb: number | undefined;
}

const table: Table<Row> = {
  name: "example",
  describe: { model: "Model", weights: "Granularity", valueLo: "Low", sqnrDb: "SQNR" },
  kinds: { model: "text", weights: "text?", valueLo: "number", sqnrDb: "number?" },
};
const header = "model,weights,value_lo,sqnr_db";
const plain: Row = { model: "m", weights: undefined, valueLo: 0, sqnrDb: undefined };

Deno.test("toCsv() writes a snake_case header in column order and empty cells where absent", () => {
  assertEquals(toCsv(table, [plain]), `${header}\nm,,0,\n`);
  assertEquals(
    toCsv(table, [{ sqnrDb: -1.5, valueLo: 1e-7, weights: "per-channel", model: "" }]),
    `${header}\n,per-channel,1e-7,-1.5\n`,
  );
});

Deno.test("toCsv() quotes, cleans and neutralises text", () => {
  const cases: readonly [string, string][] = [
    ["a,b", '"a,b"'],
    ['say "x"', '"say ""x"""'],
    ["=1+1", "'=1+1"],
    ["+1", "'+1"],
    ["-1", "'-1"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["\t=1", "'=1"],
    ["\r\n-1", "'-1"],
    ["＝1", "'＝1"],
    ["'=1", "''=1"],
    ["'a", "'a"],
    ["a=1", "a=1"],
    ["a\u0000\u001b[31mb\u007f\u0085", "a[31mb"],
    ['=HYPERLINK("x","y")', '"\'=HYPERLINK(""x"",""y"")"'],
  ];
  for (const [model, cell] of cases) {
    assertEquals(toCsv(table, [{ ...plain, model }]), `${header}\n${cell},,0,\n`, model);
  }
});

Deno.test("toCsv() refuses numbers that are not finite and cells of the wrong kind", () => {
  for (const valueLo of [NaN, Infinity, -Infinity]) {
    assertThrows(
      () => toCsv(table, [plain, { ...plain, valueLo }]),
      RangeError,
      `Cannot write example row 1, valueLo: a number must be finite, or undefined where absent, got ${valueLo}`,
    );
  }
  const wrong = { ...plain, model: undefined } as unknown as Row;
  assertThrows(() => toCsv(table, [wrong]), TypeError, "model: it must be text, got undefined");
});

Deno.test("fromCsv() reads back what toCsv() wrote, for random rows", () => {
  const text = fc.string({ unit: "binary", maxLength: 12 });
  const sharp = fc.constantFrom("=", "'=", "''", "'", "-", '"', ",", "＠x", "12", "NaN", " ");
  const name = fc.oneof(text, sharp, fc.tuple(sharp, text).map(([a, b]) => a + b))
    .map((value) => value.replaceAll(/\p{Cc}/gu, ""));
  const value = fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => x + 0);
  const row = fc.record({
    model: name,
    weights: fc.option(name.map((one) => one || "x"), { nil: undefined }),
    valueLo: value,
    sqnrDb: fc.option(value, { nil: undefined }),
  });
  const seed = 4180;
  fc.assert(
    fc.property(fc.array(row, { maxLength: 5 }), (rows) => {
      assertEquals(fromCsv(table, toCsv(table, rows)), rows, `seed ${seed}`);
    }),
    { seed, numRuns: 500 },
  );
});

Deno.test("fromCsv() reads back every table of a run", () => {
  const { accuracy, comparisons, layers, cost, calibration, latency, mixed } = syntheticTables();
  assertEquals(fromCsv(accuracyTable, toCsv(accuracyTable, accuracy)), accuracy);
  assertEquals(fromCsv(comparisonsTable, toCsv(comparisonsTable, comparisons)), comparisons);
  assertEquals(fromCsv(layersTable, toCsv(layersTable, layers)), layers);
  assertEquals(fromCsv(costTable, toCsv(costTable, cost)), cost);
  assertEquals(fromCsv(calibrationTable, toCsv(calibrationTable, calibration)), calibration);
  assertEquals(fromCsv(latencyTable, toCsv(latencyTable, latency)), latency);
  assertEquals(fromCsv(mixedTable, toCsv(mixedTable, mixed)), mixed);
});

Deno.test("toCsv() leaves no formula and no broken record in comparisons of hostile names", () => {
  for (const name of hostileNames) {
    const { comparisons } = hostileTables(name);
    const text = toCsv(comparisonsTable, comparisons);
    assert(!/(^|[,"])[=@]/m.test(text), name.slice(0, 25));
    assertEquals(fromCsv(comparisonsTable, text).length, comparisons.length);
  }
});

Deno.test("fromCsv() accepts a byte order mark and CR LF", () => {
  assertEquals(fromCsv(table, `\ufeff${header}\r\nm,,0,\r\n`), [plain]);
});

Deno.test("fromCsv() refuses malformed files, saying where", () => {
  const cases: readonly [string, string][] = [
    [
      "",
      "line 1, column 1: the header must be model,weights,value_lo,sqnr_db; column 1 must be model, got nothing",
    ],
    ["model,weights,valueLo,sqnr_db\n", "line 1, column 15: the header must be"],
    [`${header},extra\n`, 'column 5 must be absent, got "extra"'],
    [
      `${header}\nm,,0\n`,
      "Cannot read example.csv at line 2, column 1: a record must have 4 cells, got 3",
    ],
    [`${header}\nm,,0,\n\n`, "line 3, column 1: a record must have 4 cells, got 1"],
    [`${header}\nm,,,\n`, 'line 2, column 4: value_lo must be a finite number, got ""'],
    [`${header}\nm,,0,x\n`, 'line 2, column 6: sqnr_db must be a finite number or empty, got "x"'],
    [`${header}\nm,,0x10,\n`, 'value_lo must be a finite number, got "0x10"'],
    [`${header}\nm,,1e999,\n`, 'value_lo must be a finite number, got "1e999"'],
    [`${header}\nm,, 1,\n`, 'value_lo must be a finite number, got " 1"'],
    [`${header}\n"m,,0,\n`, "line 2, column 1: a quoted cell must end with a quote"],
  ];
  for (const [text, message] of cases) {
    assertThrows(() => fromCsv(table, text), SyntaxError, message, JSON.stringify(text));
  }
});

Deno.test("toCsv() prints the header of every table from its descriptions", () => {
  const [first] = toCsv(latencyTable, []).split("\n");
  assertEquals(first, Object.keys(latencyTable.describe).map(columnName).join(","));
  assertStringIncludes(first!, "p50_us");
});
