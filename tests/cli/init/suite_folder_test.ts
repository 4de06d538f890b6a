import { assertEquals, assertRejects } from "@std/assert";
import { join, resolve } from "@std/path";
import { modelPlace, storedPath, writeSuiteFolder } from "../../../src/cli/init/suite_folder.ts";
import { UserError } from "../../../src/suite/mod.ts";
import { withFiles } from "../../data/files/files.ts";

Deno.test("storedPath() is relative in the folder of the suite, else absolute", () => {
  const cases = [
    ["mine", "mine/photos", "photos"],
    ["mine/", "./mine/a/b.npz", "a/b.npz"],
    [".", "photos", "photos"],
    ["mine", "photos", resolve("photos")],
    ["mine", "mine", resolve("mine")],
    ["mine", "mine2/photos", resolve("mine2/photos")],
    ["a/mine", "a/photos", resolve("a/photos")],
    ["mine", "/data/photos", "/data/photos"],
  ] as const;
  for (const [folder, path, stored] of cases) assertEquals(storedPath(folder, path), stored);
});

Deno.test("modelPlace() copies a model under a name that a suite.json may have", () => {
  const cases = [
    ["mine/net.onnx", [], "net.onnx", false],
    ["mine/sub/net.onnx", [], "sub/net.onnx", false],
    ["mine/a..b.onnx", [], "models/a_b.onnx", true],
    ["../net.onnx", [], "models/net.onnx", true],
    ["my net (1).onnx", [], "models/my net (1).onnx", true],
    ["c:net.onnx", [], "models/c_net.onnx", true],
    ["int8/net.tflite", ["models/net.tflite"], "models/shipped-net.tflite", true],
  ] as const;
  for (const [path, taken, file, copied] of cases) {
    const copy = copied ? { from: path, to: file } : undefined;
    assertEquals(modelPlace("mine", path, taken), { file, copy });
  }
});

Deno.test("writeSuiteFolder() leaves nothing where it fails half-way", async () => {
  await withFiles({ "net.onnx": "net", "kept/photo.png": "" }, async (root) => {
    const copies = [
      { from: join(root, "net.onnx"), to: "models/net.onnx" },
      { from: join(root, "none.tflite"), to: "models/none.tflite" },
    ];
    for (const folder of ["new/suite", "kept"]) {
      await assertRejects(
        () => writeSuiteFolder(join(root, folder), { json: "{}", copies }),
        UserError,
        "Cannot make suite",
      );
    }
    const left = await Array.fromAsync(Deno.readDir(root), ({ name }) => name);
    assertEquals(left.toSorted(), ["kept", "net.onnx"]);
    assertEquals(await Array.fromAsync(Deno.readDir(join(root, "kept")), ({ name }) => name), [
      "photo.png",
    ]);
    await writeSuiteFolder(join(root, "kept"), { json: "{}", copies: copies.slice(0, 1) });
    assertEquals(await Deno.readTextFile(join(root, "kept/models/net.onnx")), "net");
    assertEquals(await Deno.readTextFile(join(root, "kept/suite.json")), "{}");
  });
});
