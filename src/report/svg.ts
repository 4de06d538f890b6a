import type { Loader, LoggerInterface } from "vega";
import type { VegaLiteSpec } from "./charts/spec.ts";

/** The part of Vega that measures text; its type declarations leave it out. */
interface MeasuresText {
  readonly textMetrics: { width: (item: MeasuredText, line?: string) => number };
}

interface MeasuredText {
  readonly text?: string;
  readonly fontSize?: number;
  readonly limit?: number;
}

/** Mean advance of a character over the font size: a little above that of common sans-serif fonts. */
const advance = 0.58;

function estimateWidthPx({ text, fontSize, limit }: MeasuredText, line?: string): number {
  const widthPx = Math.ceil(advance * (fontSize ?? 11) * String(line ?? text ?? "").length);
  return limit === undefined || limit <= 0 ? widthPx : Math.min(widthPx, limit);
}

/**
 * The picture of a spec as SVG text, without a canvas, a browser or the network. Text widths are
 * estimated and ids numbered within the picture, so that it is the same on every machine.
 *
 * Vega is loaded on the first call, not with this module.
 *
 * @throws {Error} When the spec is not Vega-Lite, or names data or images to load.
 *
 * @example
 * ```ts
 * import { renderSvg } from "./svg.ts";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const svg = await renderSvg({
 *   data: { values: [{ scheme: "static", value: 1 }] },
 *   mark: "bar",
 *   encoding: {
 *     x: { field: "value", type: "quantitative" },
 *     y: { field: "scheme", type: "nominal" },
 *   },
 * });
 * assertStringIncludes(svg, "static</text>");
 * ```
 */
export async function renderSvg(spec: VegaLiteSpec): Promise<string> {
  const [{ compile }, vega] = await Promise.all([import("vega-lite"), import("vega")]);
  (vega as unknown as MeasuresText).textMetrics.width = estimateWidthPx;
  const problems: string[] = [];
  const logger = notingLogger(problems);
  const view = new vega.View(vega.parse(compile(spec, { logger }).spec), {
    renderer: "none",
    loader: refusingLoader(problems),
    logger,
  });
  try {
    const svg = await view.toSVG();
    if (problems.length === 0) return withDescription(withOwnIds(svg), spec.description);
  } finally {
    view.finalize();
  }
  throw new Error(`Cannot draw a chart: ${problems[0]}`);
}

/** A loader that loads nothing, and notes what it was asked for. */
function refusingLoader(problems: string[]): Loader {
  const refuse = (uri: string): Promise<never> => {
    const problem = `its data must stand in the spec, not in ${JSON.stringify(uri)}`;
    problems.push(problem);
    return Promise.reject(new Error(problem));
  };
  return { load: refuse, sanitize: refuse, http: refuse, file: refuse };
}

/** A logger that notes errors, which Vega would only print, and drops the rest. */
function notingLogger(problems: string[]): LoggerInterface {
  const logger: LoggerInterface = {
    level: () => logger,
    error: (...parts: readonly unknown[]) => {
      problems.push(parts.map(String).join(" "));
      return logger;
    },
    warn: () => logger,
    info: () => logger,
    debug: () => logger,
  };
  return logger;
}

/** Vega counts ids over all pictures of a process: number them from 0 within this one. */
function withOwnIds(svg: string): string {
  const numbers = new Map<string, number>();
  return svg.replaceAll(
    /(id="|url\(#)(gradient_|p_gradient_|clip)(\d+)/g,
    (_, before: string, name: string, id: string) => {
      if (!numbers.has(id)) numbers.set(id, numbers.size);
      return `${before}${name}${numbers.get(id)}`;
    },
  );
}

/** The root element says what the picture shows. */
function withDescription(svg: string, description: VegaLiteSpec["description"]): string {
  const label = String(description ?? "Chart")
    .replaceAll(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return svg.replace("<svg ", () => `<svg role="img" aria-label="${label}" `);
}
