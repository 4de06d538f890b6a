import { assertEquals, assertStringIncludes } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { cli } from "./cli.ts";

const pathOf = (path: string) => fromFileUrl(new URL(path, import.meta.url));
const lenet5 = pathOf("../../suites/digits/models/lenet5.onnx");
const shipped = pathOf("../formats/tflite/fixtures/convolutions_int8_uint8_ports.tflite");

Deno.test("verify compares kernel sets and schemes layer by layer", async () => {
  const { code, output } = await cli("verify", lenet5, "--suite=digits", "--samples=4");
  assertEquals(code, 0);
  assertStringIncludes(output, "9 ops, 4 samples, evaluation samples of digits");
  for (const form of ["float32", "static", "dynamic", "hybrid"]) {
    assertStringIncludes(
      output,
      `${form.padEnd(12)} kernel sets wasm and reference: equal in every`,
    );
  }
  const logits = output.split("\n").findLast((line) => line.startsWith("logits"))!;
  const ratios = [...logits.matchAll(/([\d.]+) dB/g)].map(([, value]) => Number(value));
  assertEquals(ratios.length, 3);
  assertEquals(ratios.every((ratio) => ratio > 30 && ratio < 60), true, logits);
});

Deno.test("verify takes an int8 model as it was shipped", async () => {
  const { code, output } = await cli("verify", shipped, "--samples=2");
  assertEquals(code, 0, output);
  assertStringIncludes(output, "as shipped   kernel sets wasm and reference: equal in every layer");
});

Deno.test("verify says what is wrong with its arguments", async () => {
  const cases = [
    [["verify"], 2, "type verify model.onnx"],
    [["verify", lenet5, "--scheme=static"], 2, 'did you mean "--schemes"?'],
    [["verify", lenet5, "--samples=0"], 2, "1 to 256"],
    [["verify", "none.onnx"], 1, 'Cannot verify "none.onnx"'],
    [["verify", shipped, "--suite=digits"], 1, "leave out --suite"],
  ] as const;
  for (const [args, code, message] of cases) {
    const { code: actual, errors } = await cli(...args);
    assertStringIncludes(errors, message);
    assertEquals(actual, code, errors);
  }
});
