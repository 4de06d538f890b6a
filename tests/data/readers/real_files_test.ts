import { assert, assertEquals } from "@std/assert";
import type { PartDescription } from "../../../src/data/dataset_schema.ts";
import { readPart } from "../../../src/data/readers/mod.ts";
import { sharedData } from "../../shared_data.ts";
import { sourceOf } from "../files/files.ts";

const npy = { reader: "npy", name: "a", order: "as-stored" } as const;

/** Values 300 to 305 and the sum of the last sample, its label and the sum of all labels, by NumPy 2.4.6. */
interface RealFile {
  readonly folder: string;
  readonly part: PartDescription;
  readonly shape: readonly number[];
  readonly count: number;
  readonly values: readonly number[];
  readonly sum: number;
  readonly label: number;
  readonly labelSum: number;
}

const files: readonly RealFile[] = [
  {
    folder: "fashion-mnist",
    part: {
      reader: "idx",
      name: "a",
      values: "train-images-idx3-ubyte.gz",
      labels: "train-labels-idx1-ubyte.gz",
    },
    shape: [28, 28, 1],
    count: 60_000,
    values: [19, 47, 72, 95, 109, 59],
    sum: 16_684,
    label: 5,
    labelSum: 270_000,
  },
  {
    folder: "cifar-10",
    part: { reader: "cifar", name: "a", file: "data_batch_1_first4000.bin" },
    shape: [32, 32, 3],
    count: 4000,
    values: [15, 52, 8, 36, 81, 32],
    sum: 235_975,
    label: 4,
    labelSum: 18_163,
  },
  {
    folder: "mlperf-tiny",
    part: { ...npy, values: "ic_inputs_uint8.npy", labels: "ic_labels.npy" },
    shape: [32, 32, 3],
    count: 200,
    values: [251, 252, 218, 254, 250, 220],
    sum: 580_881,
    label: 3,
    labelSum: 869,
  },
  {
    folder: "mlperf-tiny",
    part: {
      ...npy,
      values: "kws_inputs_int8.npy",
      labels: "kws_labels.npy",
      codes: { scale: 0.5847, zeroPoint: 83 },
    },
    shape: [49, 10, 1],
    count: 500,
    values: [
      6.431699752807617,
      -0.5846999883651733,
      1.75409996509552,
      1.1693999767303467,
      1.75409996509552,
      0.5846999883651733,
    ],
    sum: 604.5797891616821,
    label: 10,
    labelSum: 2732,
  },
  {
    folder: "mlperf-tiny",
    part: { ...npy, values: "ad_clips_float32.npy", labels: "ad_labels.npy" },
    shape: [25_600],
    count: 124,
    values: [
      -22.281169891357422,
      -21.54473114013672,
      -24.597789764404297,
      -19.77368927001953,
      -19.655696868896484,
      -19.99399185180664,
    ],
    sum: -623_268.6909516864,
    label: 1,
    labelSum: 54,
  },
];

for (const { folder, part, shape, ...expected } of files) {
  const root = sharedData(folder);
  const name = part.reader === "cifar" ? part.file : "values" in part ? part.values : "";
  Deno.test({
    name: `readPart() reads ${name} as NumPy does (needs shared data)`,
    ignore: root === undefined,
    fn: async () => {
      const read = await readPart(part, { locate: (path) => `${root}/${path}`, shape });
      const source = sourceOf(read, shape);
      const last = read.count - 1;
      const values = source.read([last]);
      assertEquals([...values.subarray(300, 306)], expected.values);
      const sum = values.reduce((total, value) => total + value, 0);
      assert(Math.abs(sum - expected.sum) < 1e-6 * Math.abs(expected.sum), `${sum}`);
      assertEquals([read.count, ...source.labels([last])], [expected.count, expected.label]);
      assertEquals(read.labels!.reduce((total, label) => total + label, 0), expected.labelSum);
    },
  });
}
