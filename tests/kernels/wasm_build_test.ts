import { assertEquals } from "@std/assert";
import { buildKernels } from "../../src/kernels/wasm/build.ts";
import { type BuildName, builds } from "../../src/kernels/wasm/mod.ts";

const digestOf = async (bytes: Uint8Array) =>
  [...new Uint8Array(await crypto.subtle.digest("SHA-256", Uint8Array.from(bytes)))]
    .map((byte) => byte.toString(16).padStart(2, "0")).join("");

for (const build of Object.keys(builds) as BuildName[]) {
  Deno.test(`a rebuild of ${builds[build]} is the committed file, byte for byte`, async () => {
    const file = new URL(`../../src/kernels/wasm/${builds[build]}`, import.meta.url);
    const committed = await Deno.readFile(file);
    assertEquals(await digestOf(await buildKernels(build)), await digestOf(committed));
  });
}
