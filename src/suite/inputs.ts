import { applyShift, DataError, type Ladders, type SampleSource } from "../data/mod.ts";
import { elementCount } from "../tensor/mod.ts";
import type { Condition } from "./plan.ts";
import { inputsPerSample, modelInputShape, preprocess } from "./preprocess.ts";
import type { Preprocessing, SuiteDescription } from "./schema.ts";

/** What happens between a raw sample and a model input. */
export interface InputSettings {
  readonly preprocessing: Preprocessing;
  readonly input: SuiteDescription["input"];
  readonly ladders: Ladders;
  readonly seed: number;
}

/** Model inputs of a data set: raw samples, shifted, cut into windows, preprocessed. */
export interface InputReader {
  /** Model inputs that one sample gives. Input i is window i % perSample of sample i / perSample. */
  readonly perSample: number;
  /** Elements of one model input. */
  readonly elements: number;
  /**
   * All inputs of the samples of those ids, [samples, perSample, elements] flattened.
   *
   * @throws {DataError} When a file is missing or damaged, or its values cannot be shifted.
   */
  ofSamples(ids: readonly number[], condition: Condition): Float32Array;
  /** Single inputs by their own ids, [inputs, elements] flattened. */
  ofInputs(inputIds: readonly number[], condition: Condition): Float32Array;
}

/** A reader of the model inputs of a source. */
export function createInputReader(source: SampleSource, settings: InputSettings): InputReader {
  const { preprocessing, input, ladders, seed } = settings;
  const perSample = inputsPerSample(source.shape, preprocessing);
  const elements = elementCount(modelInputShape(source.shape, preprocessing));
  const ofSamples = (ids: readonly number[], { shift, severity }: Condition): Float32Array => {
    const raw = source.read(ids);
    const shifted = shift === "clean"
      ? raw
      : mendable(() => applyShift(raw, { shift, severity, seed, ids, form: source, ladders }));
    return preprocess(
      input === "bytes" ? shifted.map(toByte) : shifted,
      source.shape,
      preprocessing,
    );
  };
  const ofInputs = (inputIds: readonly number[], condition: Condition): Float32Array => {
    if (perSample === 1) return ofSamples(inputIds, condition);
    const result = new Float32Array(inputIds.length * elements);
    let known = -1;
    let windows: Float32Array = new Float32Array();
    inputIds.forEach((inputId, index) => {
      const id = Math.floor(inputId / perSample);
      if (id !== known) windows = ofSamples([id], condition);
      known = id;
      const start = (inputId % perSample) * elements;
      result.set(windows.subarray(start, start + elements), index * elements);
    });
    return result;
  };
  return { perSample, elements, ofSamples, ofInputs };
}

/** What a shift refuses are values or ladders that a person can mend. */
function mendable<T>(apply: () => T): T {
  try {
    return apply();
  } catch (error) {
    throw error instanceof RangeError ? new DataError(error.message) : error;
  }
}

/** What a sensor of bytes gives for a value. */
function toByte(value: number): number {
  return Math.min(Math.max(Math.floor(value + 0.5), 0), 255);
}
