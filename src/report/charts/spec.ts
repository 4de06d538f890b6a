import type { TopLevelSpec } from "vega-lite";

/** A Vega-Lite v6 specification with its data inside. */
export type VegaLiteSpec = TopLevelSpec;

/** One view of a grid of charts. */
export type Panel = Extract<TopLevelSpec, { concat: unknown }>["concat"][number];

type Layered = Extract<Panel, { layer: unknown }>;
type Unit = Extract<Layered["layer"][number], { mark: unknown }>;

/** The encoding of a horizontal or vertical position. */
export type Position<Channel extends "x" | "y"> = NonNullable<
  NonNullable<Unit["encoding"]>[Channel]
>;

/** What a grid of panels says above itself, and its panels row by row. */
export interface Grid {
  readonly title: string;
  readonly subtitle: readonly string[];
  /** What the picture shows, for those who do not see it. */
  readonly description: string;
  readonly columns: number;
  readonly panels: readonly Panel[];
  /** Labels and spacing beside a panel that stands for itself, where each one does. */
  readonly besidePx?: number | undefined;
}

/**
 * How the panels of a chart stand. In a grid a row shares its heading and labels. Wrapped panels, those of
 * one model, have their own, so that a page can put as many side by side as there is room for.
 */
export type ChartLayout = "grid" | "wrapped";

/** The width of a wrapped panel of lines. */
export const wrappedWidthPx = 226;

/** The longest label of an axis, in estimated pixels; longer ones end in an ellipsis. */
const labelLimitPx = 150;

/** The height of a panel with a vertical axis; a title beside it is no longer than that. */
export const panelHeightPx = 108;

/** What the panels of one row may take together. */
const pictureWidthPx = 820;

/** Behind what float32 itself has lost. */
export const collapsedColour = "#e9e9e9";

const ink = "#222222";
const faint = "#e4e4e4";

const config: NonNullable<VegaLiteSpec["config"]> = {
  background: "white",
  font: "Helvetica, Arial, sans-serif",
  axis: {
    labelFontSize: 10,
    titleFontSize: 11,
    titleFontWeight: "normal",
    labelColor: ink,
    titleColor: ink,
    gridColor: faint,
    domainColor: "#888888",
    tickColor: "#888888",
    labelLimit: labelLimitPx,
    titleLimit: 240,
  },
  axisY: { titleLimit: panelHeightPx },
  legend: {
    labelFontSize: 11,
    labelLimit: 180,
    labelColor: ink,
    titleColor: ink,
    titleFontSize: 11,
    titleFontWeight: "normal",
    titleLimit: 600,
  },
  title: {
    anchor: "start",
    color: ink,
    fontSize: 15,
    subtitleColor: "#555555",
    subtitleFontSize: 11.5,
    subtitlePadding: 5,
    offset: 12,
  },
  mark: { aria: false },
  view: { stroke: "#cccccc" },
};

/** A grid of panels with one title, on white. Colours and sizes are the same for every chart. */
export function gridSpec(
  { title, subtitle, description, columns, panels, besidePx }: Grid,
): VegaLiteSpec {
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    title: { text: title, subtitle: [...subtitle] },
    description,
    columns,
    spacing: { row: 14, column: 12 },
    concat: [...panels],
    ...(besidePx === undefined ? {} : { usermeta: { besidePx } }),
    config,
  };
}

/** What a panel's width leaves out, and its bounds, in pixels. */
export interface PanelWidth {
  /** Labels and spacing beside each panel. */
  readonly besidePx: number;
  readonly leastPx: number;
  readonly mostPx: number;
}

/** The width of each of `count` panels, so that a picture fits the width of a README. */
export function panelWidthPx(count: number, { besidePx, leastPx, mostPx }: PanelWidth): number {
  const share = Math.floor(pictureWidthPx / count) - besidePx;
  return Math.max(leastPx, Math.min(mostPx, share));
}

/** A panel's own heading: centred above it, hardly wider than the panel. */
export function panelTitle(text: string, widthPx: number) {
  return {
    text,
    anchor: "middle",
    frame: "group",
    fontSize: 12,
    fontWeight: "bold",
    offset: 5,
    limit: widthPx + 44,
  } as const;
}
