import { assert } from "@std/assert";
import { damaged, picker } from "../../../bench/mutations.ts";
import { prepare } from "../../../src/execute/mod.ts";
import { readTflite } from "../../../src/formats/mod.ts";
import { ModelError } from "../../../src/graph/mod.ts";
import { fixture } from "./goldens.ts";

const files = ["convolutions_int8", "convolutions_float32", "elementwise_int8_float32_ports"]
  .map((name) => fixture(`${name}.tflite`));

Deno.test("readTflite() gives a Graph that prepares, or a ModelError, for 900 damaged files", () => {
  const seed = 97;
  const pick = picker(seed);
  let refused = 0;
  for (let i = 0; i < 900; i++) {
    const bytes = damaged(files[i % files.length]!, pick);
    try {
      prepare(readTflite(bytes), { kernels: "reference" });
    } catch (error) {
      assert(error instanceof ModelError, `seed ${seed}, file ${i}: ${error}`);
      assert(/^Cannot /.test(error.message), `seed ${seed}, file ${i}: ${error.message}`);
      refused++;
    }
  }
  assert(refused > 200 && refused < 900, `${refused} of 900 refused`);
});

Deno.test("readTflite() refuses a truncated file", () => {
  for (const file of files) {
    for (let part = 0; part < 97; part++) {
      const length = Math.floor(file.length * part / 97);
      try {
        readTflite(file.subarray(0, length));
      } catch (error) {
        assert(error instanceof ModelError, `${length} bytes: ${error}`);
        continue;
      }
      throw new Error(`${length} bytes of ${file.length} were read`);
    }
  }
});
