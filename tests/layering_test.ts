import { assertEquals } from "@std/assert";
import { fromFileUrl, join, relative, resolve } from "@std/path";

/** What each folder of src may import, besides itself: the pipeline, one way. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  tensor: [],
  statistics: [],
  records: [],
  affine: ["tensor"],
  graph: ["tensor", "affine"],
  formats: ["tensor", "affine", "graph"],
  data: ["tensor"],
  kernels: ["tensor", "affine"],
  execute: ["tensor", "affine", "graph", "kernels"],
  calibrate: ["tensor", "affine", "graph", "data", "kernels", "execute"],
  quantize: ["tensor", "affine", "graph", "calibrate"],
  measure: [
    "tensor",
    "affine",
    "graph",
    "data",
    "kernels",
    "execute",
    "quantize",
    "statistics",
    "records",
  ],
  suite: [
    "tensor",
    "statistics",
    "records",
    "affine",
    "graph",
    "formats",
    "data",
    "kernels",
    "execute",
    "calibrate",
    "quantize",
    "measure",
    "decide",
    "report",
  ],
  decide: ["records", "statistics"],
  report: ["records", "decide"],
  cli: [
    "tensor",
    "statistics",
    "records",
    "affine",
    "graph",
    "formats",
    "data",
    "kernels",
    "execute",
    "calibrate",
    "quantize",
    "measure",
    "suite",
    "decide",
    "report",
  ],
};

const source = resolve(fromFileUrl(new URL("../src", import.meta.url)));

async function* filesOf(folder: string): AsyncGenerator<string> {
  for await (const entry of Deno.readDir(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory) yield* filesOf(path);
    else if (entry.name.endsWith(".ts")) yield path;
  }
}

/** The relative imports of a module: static, dynamic and re-exports. */
function importsOf(text: string): readonly string[] {
  const pattern = /(?:\bfrom\s*|\bimport\s*\(?\s*|\bURL\(\s*)["'](\.[^"']+)["']/g;
  return [...text.matchAll(pattern)].map(([, path]) => path!);
}

/** Imports that the table does not allow, as `file -> folder`. */
function violations(file: string, text: string): readonly string[] {
  const [folder] = relative(source, file).split("/");
  return importsOf(text.replaceAll(/^\s*\*.*$/gm, ""))
    .map((path) => relative(source, resolve(join(file, ".."), path)))
    .filter((path) => !path.startsWith(".."))
    .map((path) => path.split("/")[0]!)
    .filter((target) => target !== folder && !(allowed[folder!] ?? []).includes(target))
    .map((target) => `${relative(source, file)} -> ${target}`);
}

Deno.test("every folder of src imports only what the layering table allows", async () => {
  const found: string[] = [];
  for await (const file of filesOf(source)) {
    found.push(...violations(file, await Deno.readTextFile(file)));
  }
  assertEquals(found, []);
});

Deno.test("violations() finds a forbidden import of every form", () => {
  const file = join(source, "kernels/reference/conv2d.ts");
  const cases = [
    'import { prepare } from "../../execute/mod.ts";',
    'export * from "../../execute/mod.ts";',
    'const { prepare } = await import("../../execute/mod.ts");',
    'import "../../execute/mod.ts";',
    'new Worker(new URL("../../execute/worker.ts", import.meta.url))',
  ];
  for (const text of cases) {
    assertEquals(violations(file, text), ["kernels/reference/conv2d.ts -> execute"], text);
  }
  assertEquals(violations(file, 'import { clamp } from "../../affine/mod.ts";'), []);
});

Deno.test("the layering table names every folder of src", async () => {
  const folders: string[] = [];
  for await (const entry of Deno.readDir(source)) if (entry.isDirectory) folders.push(entry.name);
  const withFiles = [];
  for (const folder of folders) {
    for await (const _ of filesOf(join(source, folder))) {
      withFiles.push(folder);
      break;
    }
  }
  assertEquals(withFiles.filter((folder) => !(folder in allowed)), []);
});
