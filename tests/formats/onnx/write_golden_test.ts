/** Files of writeOnnx against what onnxruntime made of these very files: see onnx_export.py. */
import { assert, assertEquals } from "@std/assert";
import { writeOnnx } from "../../../src/formats/mod.ts";
import { prepare } from "../../../src/execute/mod.ts";
import { classify, infer } from "../../../src/measure/mod.ts";
import golden from "../../golden/onnx_export.json" with { type: "json" };
import { type Digits, digitsModels, digitsStatic, otherSchemes } from "./digits_static.ts";
import { graphSha256 } from "./graph_hash.ts";

const regenerate = "regenerate it as tests/golden/onnx_export.py says";

/** Quantized once for all tests. */
let made: Promise<Digits> | undefined;
const digits = () => made ??= digitsStatic();

for (const name of digitsModels) {
  const { schemes, staticClasses, layers, operators } = golden.models[name];

  Deno.test(`writeOnnx() writes ${name} as the files that onnxruntime ran`, async () => {
    const { models } = await digits();
    const { float32, fixed, others } = models.find((model) => model.name === name)!;
    assertEquals(graphSha256(writeOnnx(float32)), schemes.float32.graphSha256, regenerate);
    assertEquals(graphSha256(writeOnnx(fixed)), schemes.static.graphSha256, regenerate);
    for (const scheme of otherSchemes) {
      assertEquals(graphSha256(writeOnnx(others[scheme])), schemes[scheme].graphSha256, scheme);
    }
  });

  Deno.test(`static ${name} gives the classes that onnxruntime gives`, async () => {
    const { models, inputs } = await digits();
    const { fixed } = models.find((model) => model.name === name)!;
    const session = prepare(fixed, { kernels: "wasm", batch: 50 });
    const samples = staticClasses.length;
    const { classes } = classify(infer(session, inputs.subarray(0, samples * 784)), 10);
    assertEquals(classes.join(""), staticClasses);
  });

  Deno.test(`onnxruntime agrees with our sessions on ${name} within the bounds of the docs`, () => {
    const { samples } = golden;
    assert(schemes.static.sameClass >= 0.998 * samples);
    assert(schemes.hybrid.sameClass === samples && schemes["weight-only"].sameClass === samples);
    assert(schemes.dynamic.sameClass >= 0.998 * samples);
    assert(schemes.float32.mostDifference < 2e-5 && schemes.float32.sameClass === samples);
    for (const { value, codes, alone } of layers) {
      if (alone === undefined) continue; // the model's input, which is computed from nothing
      const share = value.includes("AveragePool") ? 0.08 : 0.006;
      assert(alone.mostSteps <= 1 && alone.differ <= share * codes, `${value} ${alone.differ}`);
    }
  });

  Deno.test(`onnxruntime runs ${name} on codes from end to end`, () => {
    const quantized = /^(QLinear|QGemm|Nhwc)|^(Reshape|Transpose)$/;
    for (const counts of [operators.int8Allowed, operators.uint8AsItComes]) {
      const { QuantizeLinear, DequantizeLinear, ...inside } = counts;
      assertEquals([QuantizeLinear, DequantizeLinear], [1, 1]);
      assertEquals(Object.keys(inside).filter((operator) => !quantized.test(operator)), []);
    }
  });
}
