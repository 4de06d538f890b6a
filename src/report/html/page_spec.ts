import type { VegaLiteSpec } from "../charts/spec.ts";

type Json = { readonly [key: string]: unknown };

/** The left edge of a drawing is that of the text above it. */
const padding = { left: 0, top: 4, right: 4, bottom: 4 };

/**
 * A chart as the page embeds it: without title and paper, which the page has, and with a point that nobody
 * sees wherever a line has a row to show, for the pointer to find.
 */
export function pageSpec(spec: VegaLiteSpec): Json {
  const { title: _, config, concat, ...rest } = spec as unknown as {
    readonly title: unknown;
    readonly config: Json;
    readonly concat: readonly Json[];
  };
  return {
    ...rest,
    concat: concat.map(withPoints),
    config: { ...config, background: null, padding },
  };
}

/** Title and remarks of a chart. */
export function chartTitle(spec: VegaLiteSpec): {
  readonly title: string;
  readonly remarks: readonly string[];
} {
  const { text, subtitle } = spec.title as unknown as {
    readonly text: string;
    readonly subtitle: readonly string[];
  };
  return { title: text, remarks: subtitle };
}

function withPoints(view: Json): Json {
  const { mark, layer, encoding } = view as {
    readonly mark?: Json;
    readonly layer?: readonly Json[];
    readonly encoding?: Json;
  };
  if (layer !== undefined) return { ...view, layer: layer.map(withPoints) };
  if (mark?.type !== "line" || mark.point === true || encoding?.tooltip === undefined) return view;
  return { ...view, mark: { ...mark, point: { opacity: 0, filled: true, size: 90 } } };
}
