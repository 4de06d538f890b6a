import { assert, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { applyShift, DataError, type SampleSource } from "../../src/data/mod.ts";
import { createInputReader, type InputSettings } from "../../src/suite/inputs.ts";
import { clean, type Condition } from "../../src/suite/plan.ts";
import type { Preprocessing } from "../../src/suite/schema.ts";
import { values } from "../graphs.ts";

const plain: Preprocessing = { divisor: 1, mean: [0], std: [1], layout: "as-stored" };

/** A source of samples that are parts of one array. */
function sourceOf(
  data: Float32Array,
  form: Pick<SampleSource, "domain" | "shape"> & Partial<SampleSource>,
): SampleSource {
  const elements = form.shape.reduce((product, size) => product * size, 1);
  return {
    white: form.domain === "image" ? 255 : 1,
    step: 0,
    count: data.length / elements,
    classNames: undefined,
    read: (ids) =>
      Float32Array.from(
        ids.flatMap((id) => [...data.subarray(id * elements, (id + 1) * elements)]),
      ),
    labels: (ids) => new Uint16Array(ids.length),
    ...form,
  };
}

function settingsOf(
  preprocessing: Partial<Preprocessing>,
  settings: Partial<InputSettings> = {},
): InputSettings {
  return {
    preprocessing: { ...plain, ...preprocessing },
    input: "float32",
    ladders: {},
    seed: 5,
    ...settings,
  };
}

const noisy = { shift: "noise", severity: 4 } as const;
const clips = sourceOf(values(4 * 12, { seed: 1 }), { domain: "audio", shape: [12] });
const overlapping = { windows: { size: 6, step: 3 } };

Deno.test("ofInputs() gives the windows of ofSamples(), in any order", () => {
  const reader = createInputReader(clips, settingsOf(overlapping));
  assertEquals([reader.perSample, reader.elements], [3, 6]);
  for (const condition of [clean, noisy]) {
    const all = reader.ofSamples([0, 1, 2, 3], condition);
    const window = (id: number) => [...all.subarray(id * 6, (id + 1) * 6)];
    for (const ids of [[0, 1, 2], [11, 3, 4, 3, 0, 10], [7]]) {
      assertEquals([...reader.ofInputs(ids, condition)], ids.flatMap(window));
    }
  }
  assertEquals(reader.ofInputs([], clean).length, 0);
});

Deno.test("ofInputs() without windows is ofSamples()", () => {
  const reader = createInputReader(clips, settingsOf({ mean: [0.25] }));
  assertEquals(reader.perSample, 1);
  assertEquals(reader.ofInputs([2, 0], noisy), reader.ofSamples([2, 0], noisy));
});

Deno.test("a clip is shifted before its windows are cut: they share their noise", () => {
  const reader = createInputReader(clips, settingsOf(overlapping));
  const shifted = applyShift(clips.read([2]), { ...noisy, seed: 5, ids: [2], form: clips });
  const windows = reader.ofSamples([2], noisy);
  assertEquals([...windows.subarray(0, 6)], [...shifted.subarray(0, 6)]);
  assertEquals([...windows.subarray(3, 6)], [...windows.subarray(6, 9)]);
  assertNotEquals([...windows], [...reader.ofSamples([2], clean)]);
});

Deno.test("noise belongs to the sample, not to the batch it comes in", () => {
  const reader = createInputReader(clips, settingsOf(overlapping));
  const [alone, among] = [reader.ofSamples([3], noisy), reader.ofSamples([0, 3], noisy)];
  assertEquals([...alone], [...among.subarray(18)]);
  const other = createInputReader(clips, settingsOf(overlapping, { seed: 6 }));
  assertNotEquals([...other.ofSamples([3], noisy)], [...alone]);
});

Deno.test("bytes saturate and round as a sensor's do, after the shift", () => {
  const pixels = Float32Array.of(0, 0.49, 0.5, 63.5, 100.2, 254.5);
  const images = sourceOf(pixels, { domain: "image", shape: [1, 2, 3] });
  const read = (input: "float32" | "bytes", condition: Condition) => [
    ...createInputReader(images, settingsOf({}, { input })).ofSamples([0], condition),
  ];
  assertEquals(read("bytes", clean), [0, 0, 1, 64, 100, 255]);
  assertEquals(read("float32", clean), [...pixels]);
  // Gain 4: float32 keeps what is over white, a sensor cannot.
  const gained = { shift: "gain", severity: 5 } as const;
  assertEquals(read("float32", gained).at(-1), 1018);
  assertEquals(read("bytes", gained), [0, 2, 2, 254, 255, 255]);
  const below = sourceOf(Float32Array.of(-3, -0.5, -0.51, 300), { domain: "vector", shape: [4] });
  const bytes = createInputReader(below, settingsOf({}, { input: "bytes" })).ofSamples([0], clean);
  assertEquals([...bytes], [0, 0, 0, 255]);
});

Deno.test("values that a shift refuses are an error of the data", () => {
  const images = sourceOf(Float32Array.of(0, 300), { domain: "image", shape: [1, 2, 1] });
  const reader = createInputReader(images, settingsOf({}));
  assert(reader.ofSamples([0], clean).length === 2);
  assertThrows(
    () => reader.ofSamples([0], { shift: "brighten", severity: 1 }),
    DataError,
    "Cannot apply brighten to sample 0: raw values must lie in [0, 255], got 300",
  );
});
