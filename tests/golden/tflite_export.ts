/**
 * Writes what tests/golden/tflite_export.py runs: the calibration tables of the digits models (min-max
 * on 500 samples of the pool) to the fixtures of the tests, and to the folder that is given the models
 * as TensorFlow Lite files, the models of the fixtures read and written again, and the evaluation
 * digits.
 */
import {
  calibrate,
  calibrationTableToJson,
  defaultCalibrators,
  observe,
} from "../../src/calibrate/mod.ts";
import { drawIds } from "../../src/data/mod.ts";
import { readTflite, writeTflite } from "../../src/formats/mod.ts";
import {
  calibrationFile,
  description,
  Digits,
  float32Model,
  granularities,
  models,
  rewritten,
  staticModel,
  weightOnlyModel,
} from "../formats/tflite/write_digits.ts";
import { fixture } from "../formats/tflite/goldens.ts";

const [folder] = Deno.args;
if (folder === undefined) throw new Error("Cannot write the models: a folder must be given");
const fixtures = new URL("../formats/tflite/fixtures/", import.meta.url);
const digits = await Digits.load();
const draw = drawIds(digits.poolIds, { seed: 1, draw: 0, size: 500 });
const inputs = digits.evaluation();
Deno.writeFileSync(`${folder}/inputs.f32`, new Uint8Array(inputs.buffer));

for (const model of models) {
  const graph = float32Model(model);
  const statistics = observe(graph, digits, { draws: [draw], sizes: [500], kernels: "wasm" });
  const table = calibrate(statistics, defaultCalibrators["min-max"], { draw: 0, size: 500 });
  Deno.writeTextFileSync(
    new URL(calibrationFile(model), fixtures),
    calibrationTableToJson(table),
  );
  const write = (variant: string, bytes: Uint8Array) =>
    Deno.writeFileSync(`${folder}/${model}_${variant}.tflite`, bytes);
  write("float32", writeTflite(graph, { description }));
  for (const weights of granularities) {
    write(weights, writeTflite(staticModel(model, weights), { description }));
  }
  write("weight-only", writeTflite(weightOnlyModel(model), { description }));
}
for (const name of rewritten) {
  const graph = readTflite(fixture(`${name}.tflite`));
  Deno.writeFileSync(`${folder}/${name}.tflite`, writeTflite(graph, { description }));
}
