import { type AffineParameters, codeMax, codeMin } from "../../affine/mod.ts";
import { dynamicParameters } from "../common/derivation.ts";
import { lookUp, tableLength } from "../common/code_table.ts";
import { parametersOf, writeParameters } from "../common/sample_parameters.ts";
import type { CodeRange, Int8Buffer, Run, Unary } from "../kernel_set.ts";

/** An int8 op of one value as a table of 256 codes. */
export interface CodeMap extends Unary<Int8Buffer> {
  /** Fills the table for these parameters. */
  readonly fill: (
    input: AffineParameters,
    output: AffineParameters,
    options: { readonly into: Int8Array },
  ) => void;
  /** The parameters of a dynamic output, from the input's and the codes that it holds. */
  readonly choose: (input: AffineParameters, present: CodeRange) => AffineParameters;
}

/**
 * `y = table[x]`: the table made once between static parameters, for each sample otherwise. A
 * dynamic output takes the parameters that `choose` gives for the codes of the sample.
 */
export function mapCodes({ x, y, elements, fill, choose }: CodeMap): Run {
  const table = new Int8Array(tableLength);
  const fixed = x.kind === "static" && y.kind === "static";
  if (fixed) fill(x, y, { into: table });
  return (samples) => {
    for (let sample = 0; sample < samples; sample++) {
      const at = sample * elements;
      if (!fixed) {
        const input = parametersOf(x, sample);
        if (y.kind === "dynamic") {
          const parameters = choose(input, presentCodes(x.data, { at, elements }));
          writeParameters(y, { sample, parameters });
        }
        fill(input, parametersOf(y, sample), { into: table });
      }
      for (let i = at; i < at + elements; i++) y.data[i] = lookUp(table, x.data[i]!);
    }
  };
}

/** The least and the greatest code of a sample. */
function presentCodes(
  x: Int8Array,
  { at, elements }: { readonly at: number; readonly elements: number },
): CodeRange {
  let min = codeMax;
  let max = codeMin;
  for (let i = at; i < at + elements; i++) {
    min = Math.min(min, x[i]!);
    max = Math.max(max, x[i]!);
  }
  return { min, max };
}

/**
 * The parameters for `f` of every real value between the codes present, `f(s * (q - z))` in float32:
 * its least and greatest, widened to include 0.
 */
export function parametersOfImage(
  { scale, zeroPoint }: AffineParameters,
  { min, max }: CodeRange,
  { f, scaleFloor }: { readonly f: (real: number) => number; readonly scaleFloor: number },
): AffineParameters {
  let lo = 0;
  let hi = 0;
  for (let code = min; code <= max; code++) {
    const real = f(Math.fround(scale * (code - zeroPoint)));
    lo = Math.min(lo, real);
    hi = Math.max(hi, real);
  }
  return dynamicParameters({ lo, hi, scaleFloor });
}

/** The scale floor of an output; a static one has none. */
export function scaleFloorOf(y: Int8Buffer): number {
  return y.kind === "dynamic" ? y.scaleFloor : 0;
}
