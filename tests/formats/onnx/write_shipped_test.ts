/** Models shipped as TensorFlow Lite files, written as ONNX. */
import { assertEquals } from "@std/assert";
import { readModel, writeOnnx } from "../../../src/formats/mod.ts";
import { prepare } from "../../../src/execute/mod.ts";
import type { Graph } from "../../../src/graph/mod.ts";
import { bindBatch, elementCount, tensor } from "../../../src/tensor/mod.ts";
import { sharedData } from "../../shared_data.ts";
import { lcg } from "../../graphs.ts";

const names = [
  "ic_resnet8_float32",
  "ic_resnet8_int8",
  "kws_dscnn_float32",
  "kws_dscnn_int8",
  "ad_autoencoder_float32",
  "ad_autoencoder_int8",
] as const;

/** The outputs for one seeded sample. */
function outputs(graph: Graph) {
  const { name, dtype, shape } = graph.inputs[0]!;
  const bound = bindBatch(shape, 1);
  const next = lcg(7);
  const reals = Float32Array.from({ length: elementCount(bound) }, () => next());
  const input = dtype === "int8"
    ? tensor("int8", bound, Int8Array.from(reals, (x) => Math.floor(x * 128)))
    : tensor("float32", bound, reals);
  return prepare(graph, { kernels: "wasm" }).run({ [name]: input });
}

for (const name of names) {
  const path = sharedData(`mlperf-tiny/${name}.tflite`);
  Deno.test({
    name: `writeOnnx() of ${name}.tflite reads back with the same outputs (needs shared data)`,
    ignore: path === undefined,
    fn: () => {
      const graph = readModel(path!, Deno.readFileSync(path!));
      const back = readModel("model.onnx", writeOnnx(graph));
      assertEquals([back.inputs, back.outputs], [graph.inputs, graph.outputs]);
      assertEquals(outputs(back), outputs(graph));
    },
  });
}
