import { assertEquals } from "@std/assert";
import type { LayerRow } from "../../src/records/mod.ts";
import { decide } from "./decided.ts";

function layerRow(fields: Partial<LayerRow>): LayerRow {
  return {
    suite: "digits",
    model: "mlp",
    scheme: "static",
    weights: "per-channel",
    calibrator: "min-max",
    calibrationSize: 500,
    shift: "clean",
    severity: 0,
    layer: "input",
    op: "input",
    position: 0,
    samples: 200,
    sqnrDb: 30,
    clipRate: 0,
    headroom: 1.5,
    ...fields,
  };
}

/** Clip rates of three activations, from clean on. */
function rates(...ladder: readonly (readonly number[])[]): readonly LayerRow[] {
  return ladder.flatMap((rung, severity) =>
    rung.map((clipRate, position) =>
      layerRow({
        ...(severity > 0 && { shift: "gain", severity }),
        layer: ["input", "act", "logits"][position]!,
        position,
        clipRate,
        headroom: 1 + (position + 1) / (severity + 4),
      })
    )
  );
}

const clips = (layers: readonly LayerRow[]) =>
  decide("first-to-clip", [], { layers }).map(({ margin, verdict, layer, severity, value }) => [
    margin,
    verdict,
    layer,
    severity,
    value,
  ]);

Deno.test("first-to-clip is the activation that clips first, beyond the threshold, with its headroom on clean", () => {
  assertEquals(clips(rates([0, 0, 0], [0.001, 0.0011, 0], [0.5, 0.005, 0], [0.5, 0.3, 0.6])), [
    [0.001, "clips", "act", 1, 1.5],
    [0.01, "clips", "input", 2, 1.25],
  ]);
});

Deno.test("first-to-clip of several at one severity is that which clips most, then the earlier", () => {
  assertEquals(clips(rates([0, 0, 0], [0.02, 0.03, 0.02]))[0]!.slice(1, 4), ["clips", "act", 1]);
  assertEquals(clips(rates([0, 0, 0], [0.02, 0.02, 0.02]))[0]!.slice(1, 4), ["clips", "input", 1]);
});

Deno.test("first-to-clip says where none does, and where one does on clean inputs", () => {
  const none = [0.001, "none", undefined, undefined, undefined];
  assertEquals(clips(rates([0, 0, 0], [0, 0.001, 0]))[0], none);
  assertEquals(clips(rates([0, 0, 0.02], [0.5, 0.1, 0.1]))[1], [
    ...[0.01, "clips-clean", "logits", 0, 1.75],
  ]);
});

Deno.test("first-to-clip is about the first calibrator and static alone", () => {
  const dynamic = layerRow({ scheme: "dynamic", calibrator: undefined, clipRate: undefined });
  assertEquals(clips([dynamic]), []);
  const other = rates([0, 0, 0], [0.9, 0.9, 0.9]).map((row) => ({ ...row, calibrator: "mse" }));
  assertEquals(clips([...rates([0, 0, 0], [0, 0, 0]), ...other]).map(([, verdict]) => verdict), [
    "none",
    "none",
  ]);
});
