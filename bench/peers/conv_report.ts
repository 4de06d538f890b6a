import { markdownTable } from "../../src/report/markdown.ts";
import type { ConvComparison } from "./conv_compare.ts";
import { convMacs } from "./conv_shapes.ts";
import type { RuntimeName } from "../../src/cli/onnxruntime.ts";
import { formatNumber, formatSummary, geometricMean, ratios, summarize } from "./ratios.ts";

/** How a peer's time is counted: the whole call, or less what an empty call of it takes. */
const countings = ["as called", "without the call"] as const;
type Counting = typeof countings[number];

/** GMAC/s of every contestant and our ratio to each peer, as Markdown. */
export function convReport(
  comparisons: readonly ConvComparison[],
  peers: readonly RuntimeName[],
): string {
  const header = [
    "convolution",
    "batch",
    "ours",
    ...peers,
    ...peers.flatMap((peer) => countings.map((counting) => `ours / ${peer}, ${counting}`)),
    ...peers.map((peer) => `${peer} as`),
  ];
  const rows = comparisons.map((comparison) => [
    comparison.shape.name,
    String(comparison.batch),
    speedOf(comparison, "ours"),
    ...peers.map((peer) => speedOf(comparison, peer)),
    ...peers.flatMap((peer) =>
      countings.map((counting) =>
        formatSummary(summarize(speedups(comparison, { peer, counting })))
      )
    ),
    ...peers.map((peer) => {
      const { layout, activations } = comparison.variants[peer];
      return `${layout} ${activations}`;
    }),
  ]);
  const totals = peers.flatMap((peer) =>
    countings.map((counting) => {
      const all = comparisons.map((comparison) =>
        summarize(speedups(comparison, { peer, counting })).median
      );
      return `- ours / ${peer}, ${counting}: geometric mean ${formatNumber(geometricMean(all))}, ` +
        `minimum ${formatNumber(Math.min(...all))}`;
    })
  );
  return [
    "GMAC/s of direct multiply-accumulates, one thread each; ratios with the interval of their median.",
    "",
    markdownTable(header, rows),
    "",
    ...totals,
  ].join("\n");
}

/** GMAC/s at the median time. */
function speedOf(
  { shape, batch, times }: ConvComparison,
  contestant: keyof ConvComparison["times"],
): string {
  const { median } = summarize(times[contestant]);
  return formatNumber(batch * convMacs(shape) / (median * 1e6));
}

/**
 * How many times faster we are than a peer, round by round. Where an empty call of the peer takes
 * nearly as long as the convolution, a tenth of the call is kept: no peer is faster than that here.
 */
function speedups(
  { times }: ConvComparison,
  { peer, counting }: { readonly peer: RuntimeName; readonly counting: Counting },
): readonly number[] {
  const called = times[peer];
  if (counting === "as called") return ratios(called, times.ours);
  const call = times[`${peer} call`];
  return ratios(
    called.map((time, round) => Math.max(time - call[round]!, time / 10)),
    times.ours,
  );
}
