import { assertEquals } from "@std/assert";
import { roundingProfiles } from "../../src/affine/mod.ts";
import { readModel } from "../../src/formats/mod.ts";
import { modelBytes } from "./onnx/model_bytes.ts";
import { dequantizeNode, parameters, quantizeNode } from "./onnx/quantized_models.ts";

/** p uint8 -> sigmoid of its reals -> q uint8. */
const bytes = modelBytes({
  inputs: { p: ["n", 4] },
  outputs: ["q"],
  types: { p: "uint8", q: "uint8" },
  nodes: [
    dequantizeNode("p", "a"),
    { op: "Sigmoid", name: "sigmoid", inputs: ["a"], outputs: ["b"] },
    quantizeNode("b", "q"),
  ],
  constants: parameters({ p: [0.25, 3], q: [1 / 256, 0] }),
});

Deno.test("readModel() reads ONNX with the rounding and the ports that it was asked for", () => {
  for (const rounding of roundingProfiles) {
    const file = readModel("a.onnx", bytes, { rounding, name: "named" });
    assertEquals(file.name, "named");
    assertEquals(file.inputs[0]!.dtype, "uint8");
    assertEquals(file.nodes.map((node) => node.rounding), [rounding]);
    const float32 = readModel("a.onnx", bytes, { rounding, ports: "float32", batch: "leading" });
    assertEquals([...float32.inputs, ...float32.outputs].map(({ dtype }) => dtype), [
      "float32",
      "float32",
    ]);
    assertEquals(float32.nodes.map(({ op }) => op.kind), ["quantize", "sigmoid", "dequantize"]);
  }
});
