import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { denseModel, writeSmallSuite } from "../suite/small_suite.ts";
import { cli } from "./cli.ts";

Deno.test("what a worker finds wrong with the data is said without a stack", async () => {
  const root = await Deno.makeTempDir();
  const labels = Array.from({ length: 10 }, (_, id) => id % 2);
  const samples = labels.map((label, id) => [id === 6 ? NaN : id, label]);
  const folder = await writeSmallSuite(root, {
    data: { samples, labels, split: { kind: "cross-fit" } },
    models: { m: denseModel([{ weights: [[1, 0], [0, 1]] }]) },
  });
  const { code, errors } = await cli("run", folder, "--quick", `--out=${join(root, "out")}`);
  assertMatch(
    errors,
    /Cannot read .*samples\.npy: values must be finite .* NaN at \[0\] of sample 6/,
  );
  assert(!/\n\s+at /.test(errors), `printed a stack: ${errors}`);
  assertEquals(code, 1);
  await Deno.remove(root, { recursive: true });
});
