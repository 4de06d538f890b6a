/**
 * Builds the kernels from `assembly/`: `deno task wasm`. One entry, two builds, with and without
 * relaxed SIMD; the same sources give the same bytes.
 */
import asc from "assemblyscript/asc";
import { type BuildName, builds, maximumPages } from "./modules.ts";

const assembly = new URL("./assembly/", import.meta.url);

/**
 * The bytes of a build.
 *
 * @throws {Error} When the sources do not compile, with what the compiler says.
 */
export async function buildKernels(build: BuildName): Promise<Uint8Array> {
  const outFile = builds[build];
  const written = new Map<string, string | Uint8Array>();
  const { error, stderr } = await asc.main(
    [
      "index.ts",
      ...["--outFile", outFile],
      ...["-O2", "--converge", "--noAssert"],
      ...["--runtime", "stub", "--use", "abort="],
      ...["--enable", "simd", "--enable", "threads"],
      ...(build === "relaxed" ? ["--enable", "relaxed-simd"] : []),
      ...["--importMemory", "--sharedMemory"],
      ...["--initialMemory", "1", "--maximumMemory", `${maximumPages}`],
    ],
    {
      readFile: (name) => readSource(name),
      writeFile: (name, contents) => void written.set(name, contents),
      listFiles: () => [],
    },
  );
  const bytes = written.get(outFile);
  if (error || !(bytes instanceof Uint8Array)) {
    throw new Error(`Cannot build ${outFile}: ${error?.message}\n${stderr}`);
  }
  return bytes;
}

function readSource(name: string): Promise<string | null> {
  return Deno.readTextFile(new URL(name, assembly)).catch((error) => {
    if (error instanceof Deno.errors.NotFound) return null; // the compiler tries other names
    throw error;
  });
}

if (import.meta.main) {
  for (const build of Object.keys(builds) as BuildName[]) {
    await Deno.writeFile(new URL(builds[build], import.meta.url), await buildKernels(build));
  }
}
