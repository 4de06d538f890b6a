/** The operator cases of the ONNX backend test suite, run by the reference kernels. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { prepare } from "../../../src/execute/mod.ts";
import { type OnnxConstant, readOnnx, readOnnxTensor } from "../../../src/formats/mod.ts";
import { decodeModel, type GraphProto } from "../../../src/formats/onnx/proto.ts";
import { ModelError } from "../../../src/graph/mod.ts";
import { type Tensor, tensor } from "../../../src/tensor/mod.ts";
import { sharedData } from "../../shared_data.ts";

const integer = "Clip of int8, where activations are float32";
const training = "training, where the statistics are outputs";

/** Cases that are not for this reader, why, and what it says. */
const leftOut: readonly (readonly [name: string, reason: string, error: string])[] = [
  ["test_batchnorm_epsilon_training_mode", training, "training_mode must be 0, got 1"],
  ["test_batchnorm_example_training_mode", training, "training_mode must be 0, got 1"],
  ["test_clip_default_int8_inbounds", integer, '"x" must be float32, got int8'],
  ["test_clip_default_int8_max", integer, "max must be constant"],
  ["test_clip_default_int8_min", integer, "min must be constant"],
  ["test_identity_opt", "an optional value", "got a type of kind optional"],
  ["test_identity_sequence", "a sequence", "got a type of kind sequence"],
  [
    "test_quantizelinear_axis",
    "an activation with a scale for each channel",
    "the scale of the codes must be constant",
  ],
];

/** Inputs from this one on are bound as constants; other operators have activations alone. */
const firstConstant: Readonly<Record<string, number>> = {
  BatchNormalization: 1,
  Clip: 1,
  Conv: 1,
  ConvInteger: 1,
  DequantizeLinear: 1,
  MatMulInteger: 1,
  QLinearConv: 1,
  QuantizeLinear: 1,
  Pad: 1,
  Reshape: 1,
};

/** Operators whose parameters are constant, and whose last operands may be: which ones are data. */
const operandsOf: Readonly<Record<string, readonly number[]>> = { QLinearMatMul: [0, 3] };

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
  const dynamic = graphProto.nodes[0]!.opType === "DynamicQuantizeLinear";
  const graph = readOnnx(bytes, { constants, ...(dynamic && { outputs: ["y"] }) });
  const parameters: number[] = [];
  for (const kernels of ["reference", "wasm"] as const) {
    const outputs = prepare(graph, { kernels }).run(
      Object.fromEntries(named(false).map(([name, x]) => [name, inputTensor(x)] as const)),
      {
        tap: (value, _data, _samples, parametersOf) => {
          const found = value === "y" ? parametersOf(0) : undefined;
          if (dynamic && found) parameters.push(found.scale, found.zeroPoint + 128);
        },
      },
    );
    const expected = tensorsOf(folder, "output", graphProto.outputs.length);
    graph.outputs.forEach(({ name }, i) => checkOutput(outputs[name]!, expected[i]!, name));
    if (!dynamic) continue;
    assertEquals(parameters.splice(0), expected.slice(1).map(({ data }) => data[0]));
  }
}

/** A tensor of a case as a session takes it. */
function inputTensor({ elementType, shape, data }: OnnxConstant): Tensor {
  switch (elementType) {
    case "int8":
      return tensor("int8", shape, Int8Array.from(data));
    case "uint8":
      return tensor("uint8", shape, Uint8Array.from(data));
    default:
      return tensor("float32", shape, Float32Array.from(data));
  }
}

/** Integers are the same, floats within 1e-5 of their size. */
function checkOutput(found: Tensor, { elementType, shape, data }: OnnxConstant, name: string) {
  assertEquals(found.dtype, elementType);
  assertEquals(found.shape, shape);
  for (let k = 0; k < data.length; k++) {
    const limit = elementType === "float32" ? 1e-6 + 1e-5 * Math.abs(data[k]!) : 0;
    const off = Math.abs(found.data[k]! - data[k]!);
    assert(off <= limit, `element ${k} of "${name}" must be ${data[k]}, got ${found.data[k]}`);
  }
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
    assertEquals(cases.length, 128);
    for (const { name, folder, graph } of cases) {
      await t.step(name, () => {
        const { opType } = graph.nodes[0]!;
        const operands = operandsOf[opType];
        if (operands) {
          runCase(folder, graph, (index) => !operands.includes(index));
          for (const one of operands) runCase(folder, graph, (index) => index !== one);
          return;
        }
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
