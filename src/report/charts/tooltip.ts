/** What hovering over a mark shows: its row. Titles are ours, since Vega puts them into expressions. */

/** Fields as they stand in the data, under their own names. */
export function nominalFields<Name extends string>(...names: readonly Name[]) {
  return names.map((field) => ({ field, type: "nominal" as const, title: field }));
}

/** `value` under a title of its own, with the ends of its 95 % interval. */
export function intervalFields(title: string, metric: string | undefined) {
  const format = metric === "auc" ? ".3f" : ".1%";
  const type = "quantitative" as const;
  return [
    { field: "value", aggregate: "mean", type, title, format },
    { field: "lo", aggregate: "min", type, title: "interval from", format },
    { field: "hi", aggregate: "max", type, title: "to", format },
  ] as const;
}

/** Four decimals: what a tooltip shows needs no more, and a page gets smaller. */
export function rounded(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
