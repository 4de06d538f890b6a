import { assert, assertEquals } from "@std/assert";
import { decisionRows } from "../../src/decide/mod.ts";
import { quantityNames } from "../../src/decide/quantities.ts";
import { decisionsTable } from "../../src/records/mod.ts";
import { fromCsv, toCsv } from "../../src/report/csv.ts";
import { options } from "./decided.ts";
import {
  asShipped,
  both,
  dynamic,
  dynamicInput,
  even,
  float32,
  minMax,
  odd,
  type Run,
  runOf,
} from "./strategies.ts";

function rowsOf(run: Run) {
  return decisionRows({ ...run, calibration: [], layers: [] }, options)
    .filter(({ kind }) => kind === "strategy" || kind === "recommendation");
}

const run = runOf(2000, [
  [minMax, { clean: both(1), "gain 5": both(100), "noise 5*": both(900) }],
  [dynamicInput, { clean: both(1), "gain 5": both(2), "noise 5*": both(900) }],
  [dynamic, { clean: [], "gain 5": [], "noise 5*": both(900) }],
  [float32, { clean: [], "gain 5": [], "noise 5*": both(900) }],
]);

Deno.test("decisionRows() has every named quantity of every strategy, but for times", () => {
  const rows = rowsOf(run).filter(({ kind }) => kind === "strategy");
  const of = (scheme: string) => rows.filter((row) => row.scheme === scheme);
  assertEquals(
    of("static").map(({ measure }) => measure),
    quantityNames.filter((name) => name !== "latency_us"),
  );
  const value = (scheme: string, measure: string) =>
    of(scheme).find((row) => row.measure === measure);
  assertEquals(value("static", "clean_accuracy")!.value, 0.999);
  assertEquals(value("static", "clean_accuracy")!.samples, 2000);
  const worst = value("static", "worst_accuracy")!;
  assertEquals([worst.value, worst.shift, worst.severity], [0.9, "gain", 5]);
  assertEquals(value("static", "mean_accuracy")!.value, 0.9, "not over collapsed cells, nor clean");
  assertEquals(value("static", "arena_bytes")!.value, 400);
  assertEquals(value("static", "calibration_size")!.value, 500);
  assertEquals(value("dynamic", "calibration_size")!.value, 0);
  assertEquals(value("float32", "instructions_m4"), undefined);
  assertEquals(new Set(of("dynamic").map(({ verdict }) => verdict)), new Set(["competes"]));
  assertEquals(new Set(of("float32").map(({ verdict }) => verdict)), new Set(["reference"]));
});

Deno.test("decisionRows() has no calibration size of what somebody else calibrated", () => {
  const rows = rowsOf(runOf(10, [[asShipped, { clean: [] }], [dynamic, { clean: [] }]]));
  const sizes = rows.filter(({ measure }) => measure === "calibration_size");
  assertEquals(sizes.map(({ scheme }) => scheme), ["dynamic"]);
});

Deno.test("decisionRows() has the recommendation, what it rests on, and what would change it", () => {
  const rows = rowsOf(run).filter(({ kind }) => kind === "recommendation");
  assertEquals(
    rows.map(({ scheme, measure, verdict, shift, against }) =>
      [verdict, scheme, measure, shift, against].join(" ")
    ),
    [
      "inferior static accuracy gain dynamic per-channel",
      "inferior static agreement gain dynamic per-channel",
      "recommended dynamic-input accuracy gain dynamic per-channel",
      "recommended dynamic-input agreement gain dynamic per-channel",
      "runner-up dynamic accuracy clean static min-max per-channel",
      "runner-up dynamic agreement clean static min-max per-channel",
      "baseline dynamic-input accuracy gain static min-max per-channel",
      "baseline dynamic-input agreement gain static min-max per-channel",
      "smaller-margin dynamic margin  ",
      "larger-margin static margin  ",
    ],
  );
  const [inferior, , recommended] = rows;
  assertEquals([inferior!.value, inferior!.samples, inferior!.margin], [-0.1, 1000, 0.01]);
  assertEquals(recommended!.note, "non-inferior to the best");
  assertEquals(rows.at(-2)!.value, -recommended!.lo!);
  assertEquals(rows.at(-1)!.value, -inferior!.lo!);
});

Deno.test("decisionRows() has the number of samples that would decide", () => {
  const open = runOf(2000, [
    [minMax, { clean: [], "gain 5": both(40) }],
    [dynamic, { clean: [], "gain 5": [...even(39, 40), ...odd(40, 40)] }],
  ]);
  const rows = rowsOf(open).filter(({ kind }) => kind === "recommendation");
  assertEquals(rows.map(({ verdict, scheme }) => `${verdict} ${scheme}`), [
    "runner-up static",
    "not-decided dynamic",
    "baseline dynamic",
    "larger-margin static",
    "more-samples static",
  ]);
  assertEquals(rows.at(-1)!.value, 12560);
});

Deno.test("decisionRows() gives the same bytes twice, and they read back", () => {
  const text = toCsv(decisionsTable, rowsOf(run));
  assertEquals(toCsv(decisionsTable, rowsOf(structuredClone(run))), text);
  assertEquals(fromCsv(decisionsTable, text), rowsOf(run));
});

Deno.test("decisionRows() takes any names", () => {
  const hostile = '=<b>|,"\n__proto__';
  const columns = { model: hostile, calibrator: hostile };
  const rows = rowsOf({
    ...runOf(20, [[{ ...minMax, ...columns }, { clean: [] }], [{ ...dynamic, model: hostile }, {
      clean: [],
    }]]),
    cost: [],
  });
  assert(rows.some(({ verdict }) => verdict === "recommended"));
  assertEquals(new Set(rows.map(({ model }) => model)), new Set([hostile]));
});
