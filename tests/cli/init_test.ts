import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { createHash } from "node:crypto";
import { join } from "@std/path";
import { accuracyTable } from "../../src/records/mod.ts";
import { fromCsv } from "../../src/report/mod.ts";
import { cliIn } from "./cli.ts";
import {
  drawingSha256,
  drawShape,
  shapesModel,
  shapesModelOfOne,
  writeShapeFolder,
} from "./shapes.ts";
import { runMain } from "./in_process.ts";
import { suiteJson, withOwnFolder } from "./own_folder.ts";

Deno.test("the shapes are drawn as they were for training", () => {
  const hash = createHash("sha256");
  for (let i = 0; i < 600; i++) hash.update(drawShape(i));
  assertEquals(hash.digest("hex"), drawingSha256);
});

Deno.test("a model from PyTorch and a folder of PNG files reach a finished run", async () => {
  await withOwnFolder({}, async (folder) => {
    await writeShapeFolder(join(folder, "my photos"), 300);
    await Deno.copyFile(shapesModelOfOne, join(folder, "My Model.onnx"));
    const ptqbench = cliIn(folder);

    const made = await ptqbench(
      "init",
      "my suite",
      "--model",
      "My Model.onnx",
      "--data",
      "my photos",
    );
    assertEquals(made.code, 0, made.errors);
    for (
      const words of [
        "300 of 12 x 12 x 3, images of bytes from 0 to 255",
        "3 classes: cross, diamond, square",
        "150 to evaluate, 150 to calibrate on",
        "ImageNet's mean and std: float32 is right on 9",
        "(pixels in [0, 1]: ",
        'validate "my suite"',
      ]
    ) assertStringIncludes(made.output, words);
    const suite = await suiteJson(join(folder, "my suite"));
    assertEquals(suite.name, "my-suite");
    assertEquals(suite.preprocessing, {
      divisor: 255,
      mean: [0.485, 0.456, 0.406],
      std: [0.229, 0.224, 0.225],
      layout: "nchw",
    });
    assertEquals(suite.models, [{ name: "my-model", file: "models/My Model.onnx" }]);

    const valid = await ptqbench("validate", "my suite");
    assertEquals(valid.code, 0, valid.errors);
    assertStringIncludes(valid.output, 'Suite "my-suite" is valid');
    assertStringIncludes(valid.output, "7 nodes, float32 is right on 9");
    assertStringIncludes(valid.output, "which other machines do not have");

    const run = await ptqbench(
      ...["run", "my suite", "--quick", "--quiet", "--sizes=20", "--draws=1", "--samples=60"],
      ...["--calibrators=min-max", "--shifts=gain", "--severities=3", "--out=out"],
    );
    assertEquals(run.code, 0, run.errors);
    const rows = fromCsv(accuracyTable, await Deno.readTextFile(join(folder, "out/accuracy.csv")));
    const float32 = rows.find(({ scheme, shift }) => scheme === "float32" && shift === "clean");
    assert(float32!.value! > 0.9, `float32 is right on ${float32!.value}`);
    await Deno.stat(join(folder, "out/summary.md"));
  });
});

Deno.test("data and model in the folder of the suite stay there, and the suite travels", async () => {
  await withOwnFolder({}, async (folder) => {
    const [here, there] = [join(folder, "here"), join(folder, "there")];
    await writeShapeFolder(join(here, "photos"), 240);
    await Deno.copyFile(shapesModel, join(here, "net.onnx"));
    const made = await runMain(
      ...["init", here, "--model", join(here, "net.onnx"), "--data", join(here, "photos")],
    );
    assertEquals(made.code, 0, made.errors);
    const { dataset, models } = await suiteJson(here);
    assertEquals(dataset.parts[0]!.folder, "photos");
    assertEquals(models[0]!.file, "net.onnx");
    const names = await Array.fromAsync(Deno.readDir(here), ({ name }) => name);
    assertEquals(names.toSorted(), ["net.onnx", "photos", "suite.json"]);

    await Deno.rename(here, there);
    const valid = await runMain("validate", there);
    assertEquals(valid.code, 0, valid.errors);
    assert(!valid.output.includes("Worth a look"), valid.output);
  });
});
