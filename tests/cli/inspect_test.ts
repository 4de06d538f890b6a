import { assertEquals, assertStringIncludes } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { cli } from "./cli.ts";

Deno.test("inspect describes TensorFlow Lite files, float32 and int8", async () => {
  const fixtures = new URL("../formats/tflite/fixtures/", import.meta.url);
  for (const [name, format] of [["autoencoder_dynamic", "float32"], ["autoencoder_int8", "int8"]]) {
    const { code, output } = await cli("inspect", fromFileUrl(new URL(`${name}.tflite`, fixtures)));
    assertEquals(code, 0, output);
    assertStringIncludes(output, "fullyConnected");
    assertStringIncludes(output, `2560 multiply-accumulates; as ${format}: flash`);
  }
});
