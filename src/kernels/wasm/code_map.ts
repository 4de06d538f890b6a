import { codeMin } from "../../affine/mod.ts";
import { tableLength } from "../common/code_table.ts";
import { parametersOf, writeParameters } from "../common/sample_parameters.ts";
import type { Int8Buffer, Run, Unary } from "../kernel_set.ts";
import { memoryOf } from "./memory.ts";
import { placeConstant } from "./place.ts";

/** A sample smaller than this costs less element by element than its table. */
export const fewElements = 1024;

/** A buffer of all codes with the parameters of another, for one sample. */
export function codesLike(buffer: Int8Buffer): Int8Buffer {
  const data = Int8Array.from({ length: tableLength }, (_, i) => codeMin + i);
  if (buffer.kind === "static") return { ...buffer, data };
  return { ...buffer, data, scales: new Float32Array(1), zeroPoints: new Int32Array(1) };
}

/** Gives such a buffer the parameters of a sample of the other. */
export function takeParameters(codes: Int8Buffer, buffer: Int8Buffer, sample: number): void {
  if (codes.kind === "static") return;
  writeParameters(codes, { sample: 0, parameters: parametersOf(buffer, sample) });
}

/**
 * An int8 op of one value as a look-up in the table that the reference op makes of all codes: once
 * between static buffers; else once a sample, of the codes between the least and the greatest present,
 * with the parameters that the reference op chooses for them.
 */
export function byTable<A extends Unary<Int8Buffer>>(bind: (args: A) => Run): (args: A) => Run {
  return (args) => {
    const { x, y, elements } = args;
    const fixed = x.kind === "static" && y.kind === "static";
    if (!fixed && elements < fewElements) return bind(args);
    const memory = memoryOf(x.data);
    const { lookUpRuns, codeRange } = memory.exports;
    const codes = codesLike(x);
    const images = codesLike(y);
    const fill = bind({ ...args, x: codes, y: images, elements: tableLength });
    const [from, to] = [x.data.byteOffset, y.data.byteOffset];
    if (fixed) {
      fill(1);
      const table = placeConstant(memory, images.data);
      return (samples) => lookUpRuns(table, from, to, 1, samples * elements, 0, 0);
    }
    const table = memory.allocate("int8", tableLength);
    return (samples) => {
      for (let sample = 0; sample < samples; sample++) {
        const at = sample * elements;
        const range = codeRange(from + at, elements);
        const [least, most] = [(range << 24) >> 24, range >> 8];
        for (let i = 0; i < tableLength; i++) {
          codes.data[i] = Math.min(Math.max(codeMin + i, least), most);
        }
        takeParameters(codes, x, sample);
        fill(1);
        table.set(images.data);
        if (y.kind === "dynamic") {
          writeParameters(y, { sample, parameters: parametersOf(images, 0) });
        }
        lookUpRuns(table.byteOffset, from + at, to + at, 1, elements, 0, 0);
      }
    };
  };
}
