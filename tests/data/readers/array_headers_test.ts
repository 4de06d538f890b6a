import { assertEquals, assertRejects } from "@std/assert";
import { zipSync } from "fflate";
import { join } from "@std/path";
import { DataError } from "../../../src/data/error.ts";
import { arrayHeaders } from "../../../src/data/readers/array_headers.ts";
import { npy, withFiles } from "../files/files.ts";

/** Elements that hardly compress, more than what is read of an array. */
const noise = Uint8Array.from(
  { length: 200_000 },
  (_, i) => (Math.imul(i, 2654435761) >>> 11) & 255,
);
const arrays = {
  "first.npy": npy({ shape: "(200000,)" }, noise),
  "second.npy": npy({ shape: "(100, 7)" }, noise.subarray(0, 700)),
  "third.npy": npy({ descr: "'<i4'", shape: "(3,)" }, new Uint8Array(12)),
  "notes.txt": new TextEncoder().encode("no array"),
};

Deno.test("arrayHeaders() reads the start of every array, stored or deflated", async () => {
  for (const level of [0, 6] as const) {
    await withFiles({ "a.npz": zipSync(arrays, { level }) }, async (folder) => {
      const headers = await arrayHeaders(join(folder, "a.npz"));
      assertEquals(headers.map(({ name, header }) => [name, header.shape, header.descr]), [
        ["first", [200_000], "|u1"],
        ["second", [100, 7], "|u1"],
        ["third", [3], "<i4"],
      ]);
    });
  }
});

Deno.test("arrayHeaders() refuses an array whose compressed bytes are damaged", async () => {
  const bytes = zipSync({ "first.npy": arrays["first.npy"] }, { level: 6 });
  bytes.fill(0xff, 60, 90);
  await withFiles({ "a.npz": bytes }, async (folder) => {
    await assertRejects(
      () => arrayHeaders(join(folder, "a.npz")),
      DataError,
      "a.npz/first.npy: ",
    );
  });
});
