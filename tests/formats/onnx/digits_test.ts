import { assertEquals } from "@std/assert";
import { readOnnx } from "../../../src/formats/mod.ts";
import type { OpKind } from "../../../src/graph/mod.ts";

const residual: readonly OpKind[] = ["conv2d", "conv2d", "conv2d", "add"];
const head: readonly OpKind[] = ["mean", "reshape", "fullyConnected"];

/** The ops that each model of the digits suite is made of. */
const models: Readonly<Record<string, readonly OpKind[]>> = {
  mlp: ["reshape", "fullyConnected", "fullyConnected", "fullyConnected"],
  lenet5: [
    "reshape",
    "conv2d",
    "maxPool2d",
    "conv2d",
    "maxPool2d",
    "reshape",
    "fullyConnected",
    "fullyConnected",
    "fullyConnected",
  ],
  dscnn: [
    "reshape",
    "conv2d",
    ...Array.from({ length: 4 }, () => ["depthwiseConv2d", "conv2d"] as const).flat(),
    ...head,
  ],
  resnet8: ["reshape", "conv2d", "conv2d", "conv2d", "add", ...residual, ...residual, ...head],
};

for (const [name, expected] of Object.entries(models)) {
  Deno.test(`readOnnx() reads ${name} without a transpose`, () => {
    const path = new URL(`../../../suites/digits/models/${name}.onnx`, import.meta.url);
    const graph = readOnnx(Deno.readFileSync(path));
    assertEquals(graph.inputs, [
      { name: "input", dtype: "float32", shape: ["batch", 1, 28, 28] },
    ]);
    assertEquals(graph.outputs, [{ name: "logits", dtype: "float32", shape: ["batch", 10] }]);
    assertEquals(graph.nodes.map(({ op }) => op.kind).toSorted(), expected.toSorted());
    assertEquals(graph.nodes.at(-1)!.op.kind, expected.at(-1));
  });
}
