import { drawIds } from "../../src/data/mod.ts";
import { arrayOf, bytesOf, modelsOf } from "./files.ts";
import type { Task, TaskOptions } from "./task.ts";

const side = 32;
const channels = 3;
const pixels = side * side * channels;
const calibrationImages = 500;

/**
 * The images of CIFAR binary records, a label byte and channel-major pixels each, as [32, 32, 3].
 *
 * @throws {RangeError} When an id is not a record of the file.
 */
export function cifarImages(records: Uint8Array, ids: readonly number[]): Float32Array {
  const images = new Float32Array(ids.length * pixels);
  const count = Math.floor(records.length / (1 + pixels));
  ids.forEach((id, at) => {
    if (!(Number.isInteger(id) && id >= 0 && id < count)) {
      throw new RangeError(`Cannot read an image: ids must be 0 to ${count - 1}, got ${id}`);
    }
    const record = records.subarray(id * (1 + pixels) + 1, (id + 1) * (1 + pixels));
    for (let place = 0; place < side * side; place++) {
      for (let c = 0; c < channels; c++) {
        images[at * pixels + place * channels + c] = record[c * side * side + place]!;
      }
    }
  });
  return images;
}

/** ResNet-8: 200 images of the test set, calibrated on 500 of the training set; raw pixels 0 to 255. */
export function imageTask({ dataDir, seed }: TaskOptions): Task {
  const folder = `${dataDir}/mlperf-tiny`;
  const records = bytesOf(`${dataDir}/cifar-10/data_batch_1_first4000.bin`);
  const pool = Array.from({ length: records.length / (1 + pixels) }, (_, id) => id);
  const calibrationIds = drawIds(pool, { seed, draw: 0, size: calibrationImages });
  const labels = arrayOf(`${folder}/ic_labels.npy`, Uint8Array);
  return {
    name: "image-classification",
    metric: "top-1",
    ...modelsOf(dataDir, "ic_resnet8"),
    inputs: Float32Array.from(arrayOf(`${folder}/ic_inputs_uint8.npy`, Uint8Array)),
    inputsPerSample: 1,
    labels,
    folds: [{
      calibration: cifarImages(records, calibrationIds),
      evaluation: Array.from(labels, (_, id) => id),
    }],
    calibratedOn: `${calibrationImages} images of cifar-10`,
  };
}
