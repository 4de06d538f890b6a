// deno-lint-ignore-file no-console
/**
 * Peak memory of one observing pass that serves 10 sizes x 10 draws x 5 calibrators:
 *
 *     deno run --allow-read --allow-env --allow-sys bench/observe_memory.ts 1000
 *     deno run --allow-read --allow-env --allow-sys bench/observe_memory.ts 8000
 *
 * The argument is the size of the pool that the draws come from.
 */
import { calibrate, calibratorNames, defaultCalibrators, observe } from "../src/calibrate/mod.ts";
import { drawIds } from "../src/data/mod.ts";
import { readOnnx } from "../src/formats/mod.ts";
import { openDigits } from "../tests/digits.ts";

const poolSize = Number(Deno.args[0] ?? 1000);
const model = Deno.args[1] ?? "lenet5";
const file = new URL(`../suites/digits/models/${model}.onnx`, import.meta.url);
const graph = readOnnx(await Deno.readFile(file), { name: model });
const { source, poolIds } = await openDigits();
const pool = poolIds.slice(0, poolSize);
const sizes = Array.from({ length: 10 }, (_, i) => 100 * (i + 1));
const draws = Array.from({ length: 10 }, (_, draw) => drawIds(pool, { seed: 0, draw, size: 1000 }));

const before = Deno.memoryUsage().rss;
const start = performance.now();
let seen = 0;
const statistics = observe(
  graph,
  { read: (ids) => source.read(ids).map((pixel) => pixel / 255) },
  { draws, sizes, onProgress: (_, total) => seen = total },
);
const observed = performance.now();
for (const name of calibratorNames) {
  for (let draw = 0; draw < draws.length; draw++) {
    for (const size of sizes) calibrate(statistics, defaultCalibrators[name], { draw, size });
  }
}
const done = performance.now();
const status = await Deno.readTextFile("/proc/self/status");
const peakKiB = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]);
console.log(JSON.stringify({
  model,
  poolSize,
  samplesRun: seen,
  rssBeforeMiB: Math.round(before / 2 ** 20),
  peakMiB: Math.round(peakKiB / 1024),
  observeS: Math.round(observed - start) / 1000,
  calibrateS: Math.round(done - observed) / 1000,
  tables: calibratorNames.length * draws.length * sizes.length,
}));
