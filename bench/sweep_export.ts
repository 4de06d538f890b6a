import { join } from "@std/path";
import { drawIds } from "../src/data/mod.ts";
import { clean } from "../src/suite/mod.ts";
import { conditionName, type SweepPlan } from "./sweep_plan.ts";

/**
 * Writes what another tool needs to run the same cells: `model.onnx`; `sweep.json` with sizes, draws,
 * conditions and labels; and the model's inputs as little-endian float32, `calibration.f32` and
 * `evaluation-CONDITION.f32`, one sample after the other. Draws are positions in `calibration.f32`.
 */
export async function exportSweep(plan: SweepPlan, folder: string): Promise<void> {
  const { setup, model, conditions } = plan;
  const { suite, settings, folds, inputs, source, models } = setup;
  const { pool, evaluationIds } = folds[0]!;
  await Deno.mkdir(folder, { recursive: true });
  const size = settings.sizes.at(-1)!;
  const draws = Array.from(
    { length: settings.draws },
    (_, draw) => drawIds(pool, { seed: settings.seed, draw, size }),
  );
  const ids = [...new Set(draws.flat())].sort((a, b) => a - b);
  const positions = new Map(ids.map((id, position) => [id, position]));
  const [{ graph }] = models as readonly [typeof models[number]];
  const sweep = {
    model,
    sizes: settings.sizes,
    draws: draws.map((draw) => draw.map((id) => positions.get(id)!)),
    conditions: conditions.map(conditionName),
    sampleShape: graph.inputs[0]!.shape.slice(1),
    labels: [...source.labels(evaluationIds)],
  };
  await Deno.writeTextFile(join(folder, "sweep.json"), JSON.stringify(sweep));
  const { file } = suite.models.find(({ name }) => name === model)!;
  await Deno.copyFile(join(suite.folder, file), join(folder, "model.onnx"));
  await writeFloats(
    join(folder, "calibration.f32"),
    inputs.ofSamples(ids, clean),
  );
  for (const condition of conditions) {
    await writeFloats(
      join(folder, `evaluation-${conditionName(condition)}.f32`),
      inputs.ofSamples(evaluationIds, condition),
    );
  }
}

async function writeFloats(path: string, values: Float32Array): Promise<void> {
  const bytes = new Uint8Array(values.length * 4);
  const view = new DataView(bytes.buffer);
  for (const [i, value] of values.entries()) view.setFloat32(i * 4, value, true);
  await Deno.writeFile(path, bytes);
}
