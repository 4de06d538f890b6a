/** The operator cases of the ONNX backend test suite, run by the reference kernels. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { prepare } from "../../../src/execute/mod.ts";
import { type OnnxConstant, readOnnx, readOnnxTensor } from "../../../src/formats/mod.ts";
import { decodeModel, type GraphProto } from "../../../src/formats/onnx/proto.ts";
import { ModelError } from "../../../src/graph/mod.ts";
import { tensor } from "../../../src/tensor/mod.ts";
import { sharedData } from "../../shared_data.ts";

const quantized = "a quantized operator, which a float32 Graph does not have";
const integer = "Clip of int8, where activations are float32";
const training = "training, where the statistics are outputs";

/** Cases that are not for this reader, why, and what it says. */
const leftOut: readonly (readonly [name: string, reason: string, error: string])[] = [
  ["test_batchnorm_epsilon_training_mode", training, "training_mode must be 0, got 1"],
  ["test_batchnorm_example_training_mode", training, "training_mode must be 0, got 1"],
  ["test_clip_default_int8_inbounds", integer, "it must be float32, got int8"],
  ["test_clip_default_int8_max", integer, "it must be float32, got int8"],
  ["test_clip_default_int8_min", integer, "it must be float32, got int8"],
  ["test_convinteger_with_padding", quantized, "it must be float32, got uint8"],
  ["test_convinteger_without_padding", quantized, "it must be float32, got uint8"],
  ["test_dequantizelinear", quantized, "it must be float32, got uint8"],
  ["test_dequantizelinear_axis", quantized, "it must be float32, got uint8"],
  ["test_dynamicquantizelinear", quantized, "got DynamicQuantizeLinear"],
  ["test_dynamicquantizelinear_max_adjusted", quantized, "got DynamicQuantizeLinear"],
  ["test_dynamicquantizelinear_min_adjusted", quantized, "got DynamicQuantizeLinear"],
  ["test_identity_opt", "an optional value", "got a type of kind optional"],
  ["test_identity_sequence", "a sequence", "got a type of kind sequence"],
  ["test_matmulinteger", quantized, "it must be float32, got uint8"],
  ["test_qlinearconv", quantized, "it must be float32, got uint8"],
  ["test_qlinearmatmul_2D_int8_float16", quantized, "it must be float32, got int8"],
  ["test_qlinearmatmul_2D_int8_float32", quantized, "it must be float32, got int8"],
  ["test_qlinearmatmul_2D_uint8_float16", quantized, "it must be float32, got uint8"],
  ["test_qlinearmatmul_2D_uint8_float32", quantized, "it must be float32, got uint8"],
  ["test_qlinearmatmul_3D_int8_float16", quantized, "it must be float32, got int8"],
  ["test_qlinearmatmul_3D_int8_float32", quantized, "it must be float32, got int8"],
  ["test_qlinearmatmul_3D_uint8_float16", quantized, "it must be float32, got uint8"],
  ["test_qlinearmatmul_3D_uint8_float32", quantized, "it must be float32, got uint8"],
  ["test_quantizelinear", quantized, "it must be float32, got uint8"],
  ["test_quantizelinear_axis", quantized, "it must be float32, got uint8"],
];

/** Inputs from this one on are bound as constants; other operators have activations alone. */
const firstConstant: Readonly<Record<string, number>> = {
  BatchNormalization: 1,
  Clip: 1,
  Conv: 1,
  Pad: 1,
  Reshape: 1,
};

/** Operators whose cases also run with all inputs but the first bound, and the first alone bound. */
const eitherWay: ReadonlySet<string> = new Set(["Add", "Concat", "Gemm", "MatMul", "Mul"]);

/** The tensors `input_0.pb`, `input_1.pb` and so on of a case. */
function tensorsOf(folder: string, prefix: "input" | "output", count: number) {
  return Array.from(
    { length: count },
    (_, i) => readOnnxTensor(Deno.readFileSync(`${folder}/test_data_set_0/${prefix}_${i}.pb`)),
  );
}

/** Runs a case with some inputs bound as constants. */
function runCase(
  folder: string,
  graphProto: GraphProto,
  isConstant: (index: number) => boolean,
): void {
  const bytes = Deno.readFileSync(`${folder}/model.onnx`);
  const names = graphProto.inputs.map(({ name }) => name);
  const inputs = tensorsOf(folder, "input", names.length);
  const named = (constant: boolean) =>
    names.flatMap((name, i) => isConstant(i) === constant ? [[name, inputs[i]!] as const] : []);
  const constants: Readonly<Record<string, OnnxConstant>> = Object.fromEntries(named(true));
  const graph = readOnnx(bytes, { constants });
  const outputs = prepare(graph, { kernels: "reference" }).run(Object.fromEntries(
    named(false).map(([name, { shape, data }]) =>
      [name, tensor("float32", shape, Float32Array.from(data))] as const
    ),
  ));
  const expected = tensorsOf(folder, "output", graph.outputs.length);
  graph.outputs.forEach(({ name }, i) => {
    const { shape, data } = expected[i]!;
    const found = outputs[name]!;
    assertEquals(found.shape, shape);
    for (let k = 0; k < data.length; k++) {
      const limit = 1e-6 + 1e-5 * Math.abs(data[k]!);
      const off = Math.abs(found.data[k]! - data[k]!);
      assert(off <= limit, `element ${k} of "${name}" must be ${data[k]}, got ${found.data[k]}`);
    }
  });
}

const root = sharedData("onnx-node");

/** The cases to run, with the graph that the file of each holds. */
function readCases(folder: string) {
  const names = [...Deno.readDirSync(folder)].filter((entry) => entry.isDirectory)
    .map(({ name }) => name)
    .filter((name) => leftOut.every(([other]) => other !== name));
  return names.toSorted().map((name) => ({
    name,
    folder: `${folder}/${name}`,
    graph: decodeModel(Deno.readFileSync(`${folder}/${name}/model.onnx`)).graph!,
  }));
}

Deno.test({
  name: "readOnnx() reads the operator cases of ONNX (needs shared data)",
  ignore: root === undefined,
  fn: async (t) => {
    const cases = readCases(root!);
    assertEquals(cases.length, 110);
    for (const { name, folder, graph } of cases) {
      await t.step(name, () => {
        const { opType } = graph.nodes[0]!;
        const first = firstConstant[opType] ?? Infinity;
        runCase(folder, graph, (index) => index >= first);
        if (!eitherWay.has(opType) || graph.inputs.length < 2) return;
        runCase(folder, graph, (index) => index > 0);
        if (graph.inputs.length === 2) runCase(folder, graph, (index) => index === 0);
      });
    }
  },
});

Deno.test({
  name: "readOnnx() says why it leaves out other cases of ONNX (needs shared data)",
  ignore: root === undefined,
  fn: () => {
    for (const [name, reason, message] of leftOut) {
      const bytes = Deno.readFileSync(`${root}/${name}/model.onnx`);
      assertThrows(() => readOnnx(bytes), ModelError, message, `${name}: ${reason}`);
    }
  },
});
