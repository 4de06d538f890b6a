/** A library as it stands inside the page. */
export interface Library {
  readonly name: string;
  readonly version: string;
  /** Its build for browsers, below its licence. */
  readonly script: string;
}

/**
 * Vega, Vega-Lite and vega-embed, as their packages carry them for browsers. Nothing is downloaded: they
 * are the versions that `deno.json` names.
 *
 * @throws {Error} When a package lacks its build.
 */
export async function chartLibraries(): Promise<readonly Library[]> {
  // Imported for their versions, and so that the packages are there to be read.
  const [vega, vegaLite, embed] = await Promise.all([
    import("vega"),
    import("vega-lite"),
    import("vega-embed"),
  ]);
  return await Promise.all([
    library("vega", vega.version),
    library("vega-lite", vegaLite.version),
    library("vega-embed", embed.version),
  ]);
}

async function library(
  name: "vega" | "vega-lite" | "vega-embed",
  version: string,
): Promise<Library> {
  const entry = import.meta.resolve(name);
  const read = async (path: string) => {
    try {
      return (await Deno.readTextFile(new URL(path, entry))).replaceAll("\r\n", "\n").trim();
    } catch (error) {
      throw new Error(`Cannot put ${name} into a page: its package must hold ${path}`, {
        cause: error,
      });
    }
  };
  const [licence, text] = await Promise.all([read("../LICENSE"), read(`${name}.min.js`)]);
  const script = text.replace(/\n?\/\/# sourceMappingURL=\S*$/, "");
  return {
    name,
    version,
    script: `/*!\n${name} ${version}\n\n${licence.replaceAll("*/", "* /")}\n*/\n${script}\n`,
  };
}
