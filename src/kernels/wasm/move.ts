import { tableLength } from "../common/code_table.ts";
import { parametersOf, writeParameters } from "../common/sample_parameters.ts";
import type { Int8Kernels, MoveKernels, Run } from "../kernel_set.ts";
import { concatInt8 as referenceConcat } from "../reference/concat.ts";
import { gather as referenceGather } from "../reference/gather.ts";
import { memoryOf } from "./memory.ts";
import { codesLike, fewElements, takeParameters } from "./code_map.ts";
import { placeConstant, placeInts } from "./place.ts";

/** Moves elements by index; -1 takes the fill of the sample, or the only fill there is. */
export function gather(args: Parameters<MoveKernels["gather"]>[0]): Run {
  const { x, y, inputs, index, fill } = args;
  if (x instanceof Float32Array !== fill instanceof Float32Array) return referenceGather(args);
  const memory = memoryOf(x);
  const { gather8, gather32 } = memory.exports;
  const kernel = x.BYTES_PER_ELEMENT === 1 ? gather8 : gather32;
  // Fills of a kernel memory, which is shared, change from run to run; others are constants.
  const fillAt = fill.buffer instanceof SharedArrayBuffer
    ? fill.byteOffset
    : placeConstant(memory, fill);
  const fillStep = fill.length === 1 ? 0 : 4;
  const indexAt = placeInts(memory, index);
  const [from, to, count] = [x.byteOffset, y.byteOffset, index.length];
  return (samples) => kernel(from, to, inputs, indexAt, count, fillAt, fillStep, samples);
}

/** Concatenation of buffers of one dtype and, where they are int8, of one scale and zero point. */
export function concatMove(
  { xs, y, outer, inners, perSample }: Parameters<MoveKernels["concat"]>[0],
): Run {
  const { copyRuns } = memoryOf(y).exports;
  const size = y.BYTES_PER_ELEMENT;
  const width = size * inners.reduce((sum, inner) => sum + inner, 0);
  const parts = xs.map((x, which) => ({
    from: x.byteOffset,
    to: y.byteOffset + size * inners.slice(0, which).reduce((sum, inner) => sum + inner, 0),
    bytes: size * inners[which]!,
    sampleBytes: size * perSample[which]!,
  }));
  return (samples) => {
    for (const { from, to, bytes, sampleBytes } of parts) {
      if (sampleBytes === outer * bytes) {
        copyRuns(from, to, samples * outer, bytes, bytes, width);
        continue;
      }
      for (let sample = 0; sample < samples; sample++) {
        const at = to + sample * outer * width;
        copyRuns(from + sample * sampleBytes, at, outer, bytes, bytes, width);
      }
    }
  };
}

/**
 * Concatenation of int8 buffers whose parameters differ: by the tables that the reference op makes of
 * all codes, once where every buffer is static, else once a sample.
 */
export function concatInt8(args: Parameters<Int8Kernels["concat"]>[0]): Run {
  const { xs, y, outer, inners } = args;
  const fixed = [...xs, y].every(({ kind }) => kind === "static");
  if (!fixed && outer * Math.min(...inners) < fewElements) return referenceConcat(args);
  const memory = memoryOf(y.data);
  const { lookUpRuns } = memory.exports;
  const width = inners.reduce((sum, inner) => sum + inner, 0);
  const codes = xs.map(codesLike);
  const images = { ...codesLike(y), data: memory.allocate("int8", tableLength * xs.length) };
  const fill = referenceConcat({
    xs: codes,
    y: images,
    outer: 1,
    inners: xs.map(() => tableLength),
  });
  if (fixed) fill(1);
  const parts = xs.map((x, which) => ({
    table: images.data.byteOffset + tableLength * which,
    from: x.data.byteOffset,
    to: y.data.byteOffset + inners.slice(0, which).reduce((sum, inner) => sum + inner, 0),
    bytes: inners[which]!,
    sampleBytes: args.perSample?.[which] ?? outer * inners[which]!,
  }));
  return (samples) => {
    for (let sample = 0; sample < samples; sample++) {
      if (!fixed) {
        for (let which = 0; which < xs.length; which++) {
          takeParameters(codes[which]!, xs[which]!, sample);
        }
        fill(1);
        if (y.kind === "dynamic") {
          writeParameters(y, { sample, parameters: parametersOf(images, 0) });
        }
      }
      for (const { table, from, to, bytes, sampleBytes } of parts) {
        const at = to + sample * outer * width;
        lookUpRuns(table, from + sample * sampleBytes, at, outer, bytes, bytes, width);
      }
    }
  };
}
