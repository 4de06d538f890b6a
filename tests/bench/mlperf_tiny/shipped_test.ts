import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { anomalyTask } from "../../../bench/mlperf_tiny/anomalies.ts";
import { compare } from "../../../bench/mlperf_tiny/compare.ts";
import { configurationName, configurations } from "../../../bench/mlperf_tiny/configurations.ts";
import { evaluate } from "../../../bench/mlperf_tiny/evaluate.ts";
import { imageTask } from "../../../bench/mlperf_tiny/images.ts";
import { keywordTask } from "../../../bench/mlperf_tiny/keywords.ts";
import { sharedData } from "../../shared_data.ts";

const dataDir = sharedData("mlperf-tiny")?.replace(/\/mlperf-tiny$/, "");

/** Scores of float32 and of the shipped model as the interpreter runs it, and the schemes to run. */
const cases = [
  { task: imageTask, float32: 0.855, shipped: 0.865, kinds: ["static", "dynamic", "hybrid"] },
  { task: keywordTask, float32: 0.898, shipped: 0.898, kinds: ["static", "dynamic", "hybrid"] },
  { task: anomalyTask, float32: 0.9238, shipped: 0.8724, kinds: ["dynamic"] },
] as const;

for (const { task: taskOf, float32, shipped, kinds } of cases) {
  Deno.test({
    name:
      `${taskOf.name}(): no scheme is worse than what was shipped, under its own arithmetic (needs shared data)`,
    ignore: dataDir === undefined,
    fn() {
      const task = taskOf({ dataDir: dataDir!, seed: 1 });
      const chosen = configurations.filter(({ kind, calibrator }) =>
        (kinds as readonly string[]).includes(kind) && calibrator !== "entropy"
      );
      const options = { kernels: "wasm", rounding: "litert-ref" } as const;
      const rows = compare(
        task,
        evaluate(task, { ...options, configurations: chosen }),
        options,
      );
      assertAlmostEquals(rows[0]!.value, float32, 1e-3);
      assertAlmostEquals(rows[2]!.value, shipped, 1e-3);
      assertEquals(rows.slice(3).map(({ name }) => name), chosen.map(configurationName));
      for (const { name, againstShipped } of rows.slice(3)) {
        assert(againstShipped!.hi >= 0, `${name}: ${JSON.stringify(againstShipped)}`);
      }
    },
  });
}
