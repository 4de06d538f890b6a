import { conditionLabel, shareDomain, shareFormat } from "./select.ts";
import type { Series } from "./series.ts";
import { type Panel, panelHeightPx, type Position } from "./spec.ts";
import type { CostColumn, Strategy, WorthColumn } from "./strategies.ts";
import { nominalFields } from "./tooltip.ts";

/** What a panel shows and what it shares with the others. */
export interface ParetoPanel {
  readonly model: string;
  readonly worth: WorthColumn;
  readonly price: CostColumn;
  readonly widthPx: number;
  /** Those of all panels: one legend serves all. */
  readonly series: readonly Series[];
  /** What float32 keeps under its own worst shift. */
  readonly float32: number | undefined;
  readonly title: readonly string[] | undefined;
}

/** A point: an estimate of cost in millions or KiB, what is kept, and where. */
interface Point {
  readonly model: string;
  readonly strategy: string;
  readonly cost: number;
  readonly worst: number;
  readonly at: string;
  readonly dynamicValues: number | undefined;
  /** Area of its mark, in square pixels. */
  readonly sizePx: number;
}

const units = {
  instructionsM4: { title: "M4 instructions, million (est.)", size: 1e6 },
  arenaBytes: { title: "Arena, KiB", size: 1024 },
} as const;

/** Least height of the vertical axis, as a share. */
const leastSpan = 0.02;

/** Labels of mixed that would lie closer than this, in pixels, become one. */
const labelPx = 13;

/** One model: worth against cost, the frontier behind, mixed on a line with the numbers of its points. */
export function paretoPanel(strategies: readonly Strategy[], panel: ParetoPanel): Panel {
  const { worth, price, widthPx, float32 } = panel;
  const points = strategies.flatMap(({ series, dynamicValues, cost, worst }): readonly Point[] => {
    const value = cost[price];
    return value === undefined ? [] : [{
      model: panel.model,
      strategy: strategyName(series),
      cost: value / units[price].size,
      worst: worst[worth][worth],
      at: conditionLabel(worst[worth]),
      dynamicValues,
      sizePx: sizeOf(series, panel.series),
    }];
  });
  const worths = [
    ...points.map((point) => point.worst),
    ...(float32 === undefined ? [] : [float32]),
  ];
  const [xDomain, yDomain] = [costDomain(points), worthDomain(worths)];
  const x = {
    field: "cost",
    type: "quantitative",
    title: units[price].title,
    scale: { domain: xDomain, zero: false, nice: false },
    axis: { tickCount: 3, grid: false, labelFlush: true },
  } satisfies Position<"x">;
  const y = {
    field: "worst",
    type: "quantitative",
    title: panel.title === undefined ? null : [...panel.title],
    scale: { domain: yDomain, zero: false, nice: false },
    axis: {
      format: shareFormat(
        yDomain,
        worth === "value" ? strategies[0]?.worst.value.metric : undefined,
      ),
      tickCount: 4,
      minExtent: 34,
      labelFlush: 4,
    },
  } satisfies Position<"y">;
  const isAuc = strategies[0]?.worst.value.metric === "auc";
  const mixed = points.filter(({ dynamicValues }) => dynamicValues !== undefined);
  const size = { xDomain, yDomain, widthPx };
  return {
    width: widthPx,
    height: panelHeightPx,
    layer: [
      {
        data: { values: frontierOf(points, xDomain[1]) },
        mark: { type: "line", interpolate: "step-after", color: "#c4c4c4", strokeWidth: 2 },
        encoding: { x, y },
      },
      ...(float32 === undefined ? [] : [{
        data: { values: [{ worst: float32 }] },
        mark: { type: "rule" as const, strokeWidth: 1.2, strokeDash: [4, 3], color: "#000000" },
        encoding: { y },
      }]),
      ...(mixed.length === 0 ? [] : [{
        data: {
          values: mixed.map(({ cost, worst, dynamicValues }) => ({ cost, worst, dynamicValues })),
        },
        mark: { type: "line" as const, strokeWidth: 1.2, color: colourOf(panel.series, "mixed") },
        encoding: {
          x,
          y,
          order: { field: "dynamicValues", type: "quantitative" as const },
        },
      }]),
      {
        data: { values: points },
        mark: { type: "point", filled: true, opacity: 0.9 },
        encoding: {
          x,
          y,
          size: { field: "sizePx", type: "quantitative", scale: null, legend: null },
          color: strategyScale(panel.series, "colour"),
          shape: strategyScale(panel.series, "shape"),
          tooltip: [
            ...nominalFields("model", "strategy"),
            { field: "cost", type: "quantitative", title: units[price].title, format: ".4~r" },
            {
              field: "worst",
              type: "quantitative",
              title: worth,
              format: worth === "value" && isAuc ? ".3f" : ".1%",
            },
            { field: "at", type: "nominal", title: "under" },
          ],
        },
      },
      // Twice: white around the digits keeps them readable where they lie on a line.
      ...(mixed.length === 0 ? [] : [{ stroke: "white", strokeWidth: 3 }, {}]).map((halo) => ({
        data: { values: labelsOf(mixed, size) },
        mark: {
          type: "text" as const,
          dy: 9,
          fontSize: 9,
          color: colourOf(panel.series, "mixed"),
          ...halo,
        },
        encoding: { x, y, text: { field: "label", type: "nominal" as const } },
      })),
    ],
  };
}

/** What a legend calls a strategy: all of mixed are one. */
function strategyName({ scheme, label }: Series): string {
  return scheme === "mixed" ? "mixed" : label;
}

/** From the least to the most, with room for a label below the least. */
function worthDomain(worths: readonly number[]): [number, number] {
  const [lo, hi] = shareDomain(worths, leastSpan);
  return [Math.max(0, lo - 0.1 * (hi - lo)), hi];
}

/** From the cheapest to the dearest, with room for points and labels at both ends. */
function costDomain(points: readonly Point[]): [number, number] {
  const costs = points.map(({ cost }) => cost);
  const least = costs.reduce((a, b) => Math.min(a, b), Infinity);
  const most = costs.reduce((a, b) => Math.max(a, b), 0);
  if (costs.length === 0) return [0, 1];
  const margin = 0.09 * (most - least) || 0.1 * most || 1;
  return [least - margin, most + margin];
}

/** The points that no other one beats: each keeps more than all that cost as much or less. */
function frontierOf(points: readonly Point[], end: number): readonly object[] {
  const best: Point[] = [];
  const cheapestFirst = points.toSorted((a, b) => a.cost - b.cost || b.worst - a.worst);
  for (const point of cheapestFirst) {
    if (best.length === 0 || point.worst > best.at(-1)!.worst) best.push(point);
  }
  const steps = best.map(({ cost, worst }) => ({ cost, worst }));
  return best.length === 0 ? [] : [...steps, { cost: end, worst: best.at(-1)!.worst }];
}

/** The numbers of the points of mixed; neighbours that lie together share one, as `1–3`. */
function labelsOf(
  points: readonly Point[],
  { xDomain, yDomain, widthPx }: {
    readonly xDomain: readonly [number, number];
    readonly yDomain: readonly [number, number];
    readonly widthPx: number;
  },
): readonly object[] {
  const px = (value: number, [lo, hi]: readonly [number, number], lengthPx: number) =>
    (value - lo) / (hi - lo) * lengthPx;
  const groups: Point[][] = [];
  for (const point of points) {
    const first = groups.at(-1)?.[0];
    const isClose = first !== undefined && Math.hypot(
          px(point.cost, xDomain, widthPx) - px(first.cost, xDomain, widthPx),
          px(point.worst, yDomain, panelHeightPx) - px(first.worst, yDomain, panelHeightPx),
        ) < labelPx;
    if (isClose) groups.at(-1)!.push(point);
    else groups.push([point]);
  }
  return groups.map((group) => {
    const [first, last] = [group[0]!, group.at(-1)!];
    const label = group.length === 1
      ? String(first.dynamicValues)
      : `${first.dynamicValues}–${last.dynamicValues}`;
    return { cost: first.cost, worst: first.worst, label };
  });
}

/** How a scheme's points look: circles for static and mixed. */
const shapes: ReadonlyMap<string, string> = new Map([
  ["dynamic", "square"],
  ["dynamic-input", "triangle-up"],
  ["hybrid", "diamond"],
  ["as-shipped", "cross"],
]);

/** The strategies of a legend, each once. */
function legendOf(series: readonly Series[]): readonly Series[] {
  return series.filter((one, index) =>
    series.findIndex((other) => strategyName(other) === strategyName(one)) === index
  );
}

function colourOf(series: readonly Series[], scheme: string): string {
  return series.find((one) => one.scheme === scheme)!.colour;
}

function strategyScale(series: readonly Series[], style: "colour" | "shape") {
  const shown = legendOf(series);
  return {
    field: "strategy",
    type: "nominal",
    scale: {
      domain: shown.map(strategyName),
      range: shown.map((one) =>
        style === "colour" ? one.colour : shapes.get(one.scheme) ?? "circle"
      ),
    },
    legend: { title: null, orient: "bottom", columns: 5, symbolSize: 70, symbolOpacity: 1 },
  } as const;
}

/** Calibrators of static cost the same and may keep the same: earlier ones are larger, and show. */
function sizeOf({ scheme, key }: Series, series: readonly Series[]): number {
  if (scheme !== "static") return scheme === "mixed" ? 24 : 60;
  const place = series.filter((one) => one.scheme === scheme).findIndex((one) => one.key === key);
  return Math.max(20, 110 - 18 * place);
}
