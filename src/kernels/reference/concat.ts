import { type AffineParameters, representedRange } from "../../affine/mod.ts";
import { lookUp, tableLength } from "../common/code_table.ts";
import { dynamicParameters } from "../common/derivation.ts";
import { requantizeTable } from "../common/requantize_table.ts";
import { parametersOf, writeParameters } from "../common/sample_parameters.ts";
import type { Int8Buffer, Int8Kernels, MoveKernels, Run } from "../kernel_set.ts";

const { fround } = Math;

/** Concatenation of buffers of one dtype and, where they are int8, of one scale and zero point. */
export function concatMove(
  { xs, y, outer, inners, perSample }: Parameters<MoveKernels["concat"]>[0],
): Run {
  const starts = innerStarts(inners);
  const width = inners.reduce((sum, inner) => sum + inner, 0);
  return (samples) => {
    for (let sample = 0; sample < samples; sample++) {
      xs.forEach((x, which) => {
        const inner = inners[which]!;
        for (let o = 0; o < outer; o++) {
          const xi = sample * perSample[which]! + o * inner;
          const at = (sample * outer + o) * width + starts[which]!;
          for (let i = 0; i < inner; i++) y[at + i] = x[xi + i]!;
        }
      });
    }
  };
}

/**
 * Concatenation of int8 buffers whose parameters differ: each input requantized to those of y. A
 * dynamic y takes the union of the ranges that the inputs of the sample can represent.
 */
export function concatInt8(
  { xs, y, outer, inners, perSample }: Parameters<Int8Kernels["concat"]>[0],
): Run {
  const starts = innerStarts(inners);
  const width = inners.reduce((sum, inner) => sum + inner, 0);
  const strides = perSample ?? inners.map((inner) => outer * inner);
  const tables = xs.map(() => new Int8Array(tableLength));
  const fixed = xs.map((x) => x.kind === "static" && y.kind === "static");
  xs.forEach((x, which) => {
    if (x.kind !== "static" || y.kind !== "static") return;
    requantizeTable(x, y, { ratio: x.scale / y.scale, into: tables[which]! });
  });
  return (samples) => {
    for (let sample = 0; sample < samples; sample++) {
      if (y.kind === "dynamic") {
        const parameters = unionOf(xs, { sample, scaleFloor: y.scaleFloor });
        writeParameters(y, { sample, parameters });
      }
      const output = parametersOf(y, sample);
      xs.forEach((x, which) => {
        const table = tables[which]!;
        if (!fixed[which]) {
          const input = parametersOf(x, sample);
          const ratio = fround(input.scale / output.scale);
          requantizeTable(input, output, { ratio, into: table });
        }
        const inner = inners[which]!;
        for (let o = 0; o < outer; o++) {
          const xi = sample * strides[which]! + o * inner;
          const at = (sample * outer + o) * width + starts[which]!;
          for (let i = 0; i < inner; i++) y.data[at + i] = lookUp(table, x.data[xi + i]!);
        }
      });
    }
  };
}

/** Where each input begins in a row of the output. */
function innerStarts(inners: readonly number[]): readonly number[] {
  return inners.map((_, which) => inners.slice(0, which).reduce((sum, inner) => sum + inner, 0));
}

/** The parameters of the union of the represented ranges, in float32. */
function unionOf(
  xs: readonly Int8Buffer[],
  { sample, scaleFloor }: { readonly sample: number; readonly scaleFloor: number },
): AffineParameters {
  let lo = 0;
  let hi = 0;
  for (const x of xs) {
    const range = representedRange(parametersOf(x, sample));
    lo = Math.min(lo, fround(range.lo));
    hi = Math.max(hi, fround(range.hi));
  }
  return dynamicParameters({ lo, hi, scaleFloor });
}
