import { assertEquals, assertGreater, assertThrows } from "@std/assert";
import { join } from "@std/path";
import { parseSweepArguments } from "../../bench/sweep_arguments.ts";
import { exportSweep } from "../../bench/sweep_export.ts";
import { planSweep } from "../../bench/sweep_plan.ts";
import { runSweep } from "../../bench/sweep_run.ts";
import { drawIds } from "../../src/data/mod.ts";
import { prepare } from "../../src/execute/mod.ts";
import { readOnnx } from "../../src/formats/mod.ts";
import { classify, infer } from "../../src/measure/mod.ts";
import { UsageError } from "../../src/suite/mod.ts";

const command =
  "mlp --sizes 10,20 --draws 2 --samples 30 --calibrators min-max,entropy --kernels reference";

Deno.test("exportSweep() writes the inputs that runSweep() uses", async () => {
  const plan = await planSweep(parseSweepArguments(command.split(" "), { cores: 1 }));
  const folder = await Deno.makeTempDir();
  try {
    await exportSweep(plan, folder);
    const result = await runSweep(plan, {
      kernels: "reference",
      workers: 1,
      nowMs: () => performance.now(),
    });
    const sweep = JSON.parse(await Deno.readTextFile(join(folder, "sweep.json")));
    assertEquals(sweep.conditions, ["clean", "brighten-3", "gaussian-noise-3", "gain-3"]);
    assertEquals(sweep.sampleShape, [1, 28, 28]);
    const { source, folds: [fold], settings } = plan.setup;
    const { pool, evaluationIds } = fold!;
    assertEquals(sweep.labels, [...source.labels(evaluationIds)]);

    const graph = readOnnx(await Deno.readFile(join(folder, "model.onnx")), { name: "mlp" });
    const session = prepare(graph, { kernels: "reference", batch: 30 });
    for (const condition of sweep.conditions) {
      const logits = infer(session, await readFloats(folder, `evaluation-${condition}.f32`));
      const { classes } = classify(logits, source.classNames!.length);
      assertEquals([...classes], result.float32Classes[condition], condition);
    }

    const calibration = await readFloats(folder, "calibration.f32");
    for (const [draw, positions] of (sweep.draws as number[][]).entries()) {
      const ids = drawIds(pool, { seed: settings.seed, draw, size: 20 });
      const last = positions.at(-1)!;
      assertEquals(positions.length, 20);
      assertEquals(
        calibration.slice(last * 784, (last + 1) * 784),
        source.read([ids.at(-1)!]).map((pixel) => pixel / 255),
      );
    }

    assertEquals(result.cells, 2 * 2 * 2 * 4);
    assertGreater(result.quantizedModels, 1);
    assertGreater(result.accuracy["min-max"]!["clean"]!, 0.9);
    assertEquals(Object.keys(result.accuracy), ["min-max", "entropy"]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

async function readFloats(folder: string, file: string): Promise<Float32Array> {
  const bytes = await Deno.readFile(join(folder, file));
  const view = new DataView(bytes.buffer);
  return Float32Array.from({ length: bytes.length / 4 }, (_, i) => view.getFloat32(4 * i, true));
}

Deno.test("parseSweepArguments() reads its options", () => {
  const args = parseSweepArguments([...command.split(" "), "--python", "p", "--jobs", "3"], {
    cores: 2,
  });
  assertEquals(
    [args.model, args.sizes, args.draws, args.samples, args.workers, args.runs],
    ["mlp", [10, 20], 2, 30, 2, 5],
  );
  assertEquals([args.python, args.peerOptions], ["p", ["--jobs", "3"]]);
});

Deno.test("parseSweepArguments() says what to type instead", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["--draws 2", "it takes one model, got 0; type deno task bench:sweep MODEL"],
    ["mlp lenet5", "it takes one model, got 2"],
    ["mlp --calibrators mse", 'Cannot use --calibrators "mse"'],
    ["mlp --run 3", 'Cannot use option "--run": it is unknown'],
    ["mlp --runs 0", 'Cannot use --runs "0": it must be a whole number, at least 1'],
  ];
  for (const [line, message] of cases) {
    assertThrows(() => parseSweepArguments(line.split(" "), { cores: 1 }), UsageError, message);
  }
});
