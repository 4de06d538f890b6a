import { assert, assertEquals } from "@std/assert";
import type { Candidate, EvaluateTask } from "../../src/suite/messages.ts";
import { clean, inputSettings, loadSuite, setUpRun } from "../../src/suite/mod.ts";
import { createTaskRunner } from "../../src/suite/tasks.ts";

const suite = await loadSuite("digits");
const setup = await setUpRun(suite, { mode: "quick", models: ["mlp"] }, { dataDir: "nowhere" });
const candidates: readonly Candidate[] = [
  { key: "float32", scheme: { kind: "float32" } },
  ...(["dynamic", "hybrid", "weight-only"] as const).map((kind) => ({
    key: kind,
    scheme: { kind, weights: "per-channel" } as const,
  })),
];
const task: EvaluateTask = {
  kind: "evaluate",
  model: "mlp",
  fold: 0,
  candidates,
  conditions: [clean, { shift: "gain", severity: 3 }],
  layers: true,
};

/** The evaluations under a limit, in one order. */
function evaluated(sessionLimit: number) {
  const run = createTaskRunner({
    data: setup.dataset.store,
    models: setup.models,
    inputs: inputSettings(suite, setup.settings),
    metric: "top-1",
    kernels: "wasm",
    sessionLimit,
    folds: [{ evaluationIds: setup.folds[0]!.evaluationIds.slice(0, 40), layerSamples: 20 }],
  });
  const result = run(task);
  assert(result.kind === "evaluate");
  const name = ({ key, condition }: typeof result.evaluations[number]) =>
    `${key} ${condition.shift}`;
  return result.evaluations.toSorted((a, b) => name(a) < name(b) ? -1 : 1);
}

Deno.test("a task gives the same whether its sessions fit the memory or come one by one", () => {
  const together = evaluated(2 ** 30);
  assertEquals(together.length, candidates.length * task.conditions.length);
  assert(together.every(({ layers, key }) => key === "float32" || layers!.length > 0));
  for (const limit of [0, 1_500_000]) assertEquals(evaluated(limit), together);
});
