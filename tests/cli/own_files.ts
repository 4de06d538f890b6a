/** Models and data as people have them, for tests of init and validate. */
import { zipSync } from "fflate";
import { encode as encodeJpeg } from "jpeg-js";
import { int16Bytes, wavFile } from "../data/audio/wav_bytes.ts";
import { idx, npy } from "../data/files/files.ts";
import { counting, modelBytes, type TestModel } from "../formats/onnx/model_bytes.ts";
import { drawShape } from "./shapes.ts";

/** Images 0 to `count` - 1 of the shapes, [count, 12, 12, 3]. */
export function shapeImages(count: number): Uint8Array<ArrayBuffer> {
  const images = new Uint8Array(count * 432);
  for (let i = 0; i < count; i++) images.set(drawShape(i), i * 432);
  return images;
}

/** Images of the shapes plane by plane, [count, 3, 12, 12]. */
export function planes(images: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(images, (_, i) => {
    const [image, rest] = [Math.floor(i / 432), i % 432];
    return images[image * 432 + (rest % 144) * 3 + Math.floor(rest / 144)]!;
  });
}

/** A NumPy archive of arrays that are whole .npy files. */
export function npz(arrays: Readonly<Record<string, Uint8Array>>, level: 0 | 6 = 0): Uint8Array {
  return zipSync(
    Object.fromEntries(Object.entries(arrays).map(([name, bytes]) => [`${name}.npy`, bytes])),
    { level },
  );
}

/** An array of bytes or of float32 as a .npy file. */
export function array(
  shape: readonly number[],
  values: Uint8Array | Float32Array,
): Uint8Array<ArrayBuffer> {
  const descr = values instanceof Float32Array ? "'<f4'" : "'|u1'";
  const bytes = new Uint8Array(values.slice().buffer);
  return npy({ descr, shape: `(${shape.join(", ")},)` }, bytes);
}

/** Images of the shapes as training code hands them to the model: ImageNet's mean and std. */
export function normalized(images: Uint8Array): Float32Array {
  const [mean, std] = [[0.485, 0.456, 0.406], [0.229, 0.224, 0.225]];
  return Float32Array.from(images, (value, i) => (value / 255 - mean[i % 3]!) / std[i % 3]!);
}

/** The classes of images 0 to `count` - 1 of the shapes, as a .npy file. */
export function shapeLabels(count: number): Uint8Array {
  return array([count], Uint8Array.from({ length: count }, (_, i) => i % 3));
}

/** An image of the shapes as a JPEG file. */
export function shapeJpeg(index: number): Uint8Array {
  const rgb = drawShape(index);
  const data = Uint8Array.from(
    { length: 576 },
    (_, i) => i % 4 === 3 ? 255 : rgb[(i >> 2) * 3 + i % 4]!,
  );
  return Uint8Array.from(encodeJpeg({ width: 12, height: 12, data }, 95).data);
}

/** An IDX file of gray images, [count, 12, 12], each another. */
export function grayIdx(count: number): Uint8Array {
  const bytes = Uint8Array.from(
    { length: count * 144 },
    (_, i) => (i * 7 + Math.floor(i / 144)) % 256,
  );
  return idx([count, 12, 12], bytes);
}

/** A second of a tone. */
export function toneWav(hertz: number): Uint8Array {
  const samples = Array.from(
    { length: 16_000 },
    (_, i) => Math.round(8000 * Math.sin(2 * Math.PI * hertz * i / 16_000)),
  );
  return wavFile({ data: int16Bytes(samples) });
}

/** A table of three columns and a class. */
export function table(rows: number, label: string): string {
  const lines = Array.from(
    { length: rows },
    (_, i) => `${i / 10},${(i * 7) % 13 - 6},${-i},${i % 2 === 0 ? "yes" : "no"}`,
  );
  return [`a,b,c,${label}`, ...lines, ""].join("\n");
}

/** A model of one product: its input of that shape to so many values. */
export function linearModel(
  shape: readonly (number | string)[],
  outputs: number,
  change: Partial<TestModel> = {},
): Uint8Array {
  const elements = shape.slice(1).reduce((product: number, size) => product * Number(size), 1);
  return modelBytes({
    inputs: { x: shape },
    nodes: [
      { op: "Flatten", inputs: ["x"], outputs: ["f"] },
      { op: "MatMul", inputs: ["f", "w"], outputs: ["y"] },
    ],
    constants: { w: counting([elements, outputs]) },
    ...change,
  });
}
