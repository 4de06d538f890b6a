import { assert, assertEquals } from "@std/assert";
import { prepare } from "../../../src/execute/mod.ts";
import { readTflite, type ReadTfliteOptions } from "../../../src/formats/mod.ts";
import { quantizeValue } from "../../../src/affine/mod.ts";
import { valueOf } from "../../../src/graph/mod.ts";
import { type Tensor, tensor } from "../../../src/tensor/mod.ts";
import { kernelSets } from "../../../src/kernels/mod.ts";
import { decoded, difference, fixture, fixtureJson, type Golden } from "./goldens.ts";

const goldens = fixtureJson<Golden>("goldens.json");
const sets = Object.keys(kernelSets) as (keyof typeof kernelSets)[];

function run(
  name: string,
  input: Tensor,
  { kernels, ...options }: ReadTfliteOptions & { readonly kernels: typeof sets[number] },
): Tensor {
  const graph = readTflite(fixture(`${name}.tflite`), options);
  const session = prepare(graph, { kernels, batch: input.shape[0]! });
  const outputs = session.run({ [graph.inputs[0]!.name]: input });
  return outputs[graph.outputs[0]!.name]!;
}

for (const [name, { input, output }] of Object.entries(goldens)) {
  const integer = name.includes("int8");
  const what = integer ? "bit for bit with profile litert-ref" : "within 1e-4";
  Deno.test(`readTflite() reads ${name}, equal to the reference kernels ${what}`, () => {
    for (const kernels of sets) {
      const actual = run(name, decoded(input), { kernels, rounding: "litert-ref" });
      const expected = decoded(output);
      assertEquals([actual.dtype, actual.shape], [expected.dtype, expected.shape]);
      const { count, largest } = difference(actual, expected);
      if (integer) assertEquals(count, 0, `${kernels}: ${count} differ, by up to ${largest}`);
      else assert(largest < 1e-4, `${kernels}: ${largest}`);
    }
  });
}

Deno.test("the fixtures hold every operator that is read but SQUEEZE", () => {
  const found = new Set(Object.values(goldens).flatMap(({ operators }) => operators));
  assertEquals([...found].sort(), [
    "ADD",
    "AVERAGE_POOL_2D",
    "CONCATENATION",
    "CONV_2D",
    "DEPTHWISE_CONV_2D",
    "DEQUANTIZE",
    "FULLY_CONNECTED",
    "HARD_SWISH",
    "LEAKY_RELU",
    "LOGISTIC",
    "MAX_POOL_2D",
    "MEAN",
    "MUL",
    "PAD",
    "QUANTIZE",
    "RELU",
    "RELU6",
    "RESHAPE",
    "SOFTMAX",
    "SUB",
    "TANH",
    "TRANSPOSE",
  ]);
});

Deno.test("readTflite() rounds as tflm unless told otherwise", () => {
  const graph = readTflite(fixture("autoencoder_int8.tflite"));
  assertEquals(graph.nodes.map(({ rounding }) => rounding), ["tflm", "tflm"]);
  const { input, output } = goldens["autoencoder_int8"]!;
  const { count, largest } = difference(
    run("autoencoder_int8", decoded(input), { kernels: "reference" }),
    decoded(output),
  );
  assertEquals([count, largest], [1, 1], "one of 240 outputs lies where the profiles differ");
});

Deno.test("readTflite() with float32 ports quantizes by the file's own parameters", () => {
  for (const name of ["convolutions_int8", "convolutions_int8_uint8_ports"]) {
    const { input, output } = goldens[name]!;
    const graph = readTflite(fixture(`${name}.tflite`), { ports: "float32" });
    assertEquals([...graph.inputs, ...graph.outputs].map(({ dtype }) => dtype), [
      "float32",
      "float32",
    ]);
    assertEquals([graph.nodes[0]!.op.kind, graph.nodes.at(-1)!.op.kind], [
      "quantize",
      "dequantize",
    ]);
    const parametersOf = (port: string) => {
      const { quantization } = valueOf(graph, `${port}:int8`).type;
      assert(quantization.kind === "static" && quantization.granularity === "per-tensor");
      return quantization.parameters;
    };
    const from = parametersOf(graph.inputs[0]!.name);
    const to = parametersOf(graph.outputs[0]!.name);
    const offset = input.dtype === "uint8" ? 128 : 0;
    const codes = decoded(input);
    const reals = Float32Array.from(
      codes.data,
      (code) => from.scale * (code - offset - from.zeroPoint),
    );
    const actual = run(name, tensor("float32", codes.shape, reals), {
      kernels: "wasm",
      rounding: "litert-ref",
      ports: "float32",
    });
    const again = Array.from(actual.data, (real) => quantizeValue(real, to) + offset);
    assertEquals(again, Array.from(decoded(output).data), name);
  }
});
