/**
 * The fields of `Plan` in `assembly/plan.ts`, in its order. The least scale and the bounds of an
 * output are float64, other reals float32, all else int32: counts, flags, byte addresses.
 */
const planFields = {
  scaleFloor: "float64",
  clampMin: "float64",
  clampMax: "float64",
  x: "int32",
  xPerSample: "int32",
  xDynamic: "int32",
  xScales: "int32",
  xZeroPoints: "int32",
  xScale: "float32",
  xZeroPoint: "int32",
  operandBytes: "int32",
  operandOffset: "int32",
  weights: "int32",
  weightSums: "int32",
  weightScales: "int32",
  kind: "int32",
  y: "int32",
  yScales: "int32",
  yZeroPoints: "int32",
  yScale: "float32",
  yZeroPoint: "int32",
  codeMin: "int32",
  codeMax: "int32",
  bias: "int32",
  multipliers: "int32",
  shifts: "int32",
  channels: "int32",
  positions: "int32",
  period: "int32",
  packed: "int32",
  accumulators: "int32",
  start: "int32",
  zeros: "int32",
  units: "int32",
  table: "int32",
  lows: "int32",
  highs: "int32",
  mins: "int32",
  maxs: "int32",
  bounds: "int32",
  images: "int32",
  inputHeight: "int32",
  inputWidth: "int32",
  inputChannels: "int32",
  packedHeight: "int32",
  packedWidth: "int32",
  packedChannels: "int32",
  padTop: "int32",
  padLeft: "int32",
  outputHeight: "int32",
  outputWidth: "int32",
  rows: "int32",
  rowCount: "int32",
  rowChannels: "int32",
  abreast: "int32",
  runs: "int32",
  steps: "int32",
  runOffsets: "int32",
  groups: "int32",
  xGroupBytes: "int32",
  weightGroupBytes: "int32",
  taps: "int32",
  tapOffsets: "int32",
  columns: "int32",
  strideHeight: "int32",
  strideWidth: "int32",
  tiles: "int32",
  tileRows: "int32",
  frequencyBytes: "int32",
} as const;

/** A field of a plan. */
export type PlanField = keyof typeof planFields;

/** Values of some fields of a plan; the others are 0. */
export type PlanValues = Readonly<Partial<Record<PlanField, number>>>;

/** The names and types of the fields, in order. */
export const planLayout: readonly (readonly [PlanField, "float64" | "float32" | "int32"])[] = Object
  .entries(planFields) as [PlanField, typeof planFields[PlanField]][];

/** Bytes of a plan. */
export const planBytes = planLayout.reduce(
  (sum, [, type]) => sum + (type === "float64" ? 8 : 4),
  0,
);

/** Writes a plan, little-endian as WebAssembly is. */
export function writePlan(view: DataView, values: PlanValues): void {
  let at = 0;
  for (const [name, type] of planLayout) {
    const value = values[name] ?? 0;
    if (type === "float64") view.setFloat64(at, value, true);
    else if (type === "float32") view.setFloat32(at, value, true);
    else view.setInt32(at, value, true);
    at += type === "float64" ? 8 : 4;
  }
}
