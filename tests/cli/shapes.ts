/** The images of fixtures/shapes.py, the same bytes, and files of them as a person would have them. */
import { encode } from "fast-png";
import { fromFileUrl, join } from "@std/path";

const fixture = (name: string) => fromFileUrl(new URL(`fixtures/${name}`, import.meta.url));

/** The model that was trained on them, [batch, 3, 12, 12], normalized with ImageNet's mean and std. */
export const shapesModel = fixture("shapes.onnx");

/** The same exported by somebody who did not ask for a symbolic batch: [1, 3, 12, 12]. */
export const shapesModelOfOne = fixture("shapes_batch_of_one.onnx");

/** Classes in the order of the labels; image i is of class i % 3. */
export const shapeNames = ["cross", "diamond", "square"] as const;

/** SHA-256 of the first 600 images; shapes.py has the same. */
export const drawingSha256 = "a4ec1e847fb2a63327dd913a0219ac340572b4f2d9a35bead0388e412885daa6";

const side = 12;

/** [12, 12, 3] bytes: a shape on a noisy ground. */
export function drawShape(index: number): Uint8Array {
  let state = index + 1;
  const random = (n: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >> 16) % n;
  };
  random(1);
  const radius = 3 + random(2);
  const x0 = radius + random(side - 2 * radius);
  const y0 = radius + random(side - 2 * radius);
  const ground = [0, 1, 2].map(() => 40 + random(80));
  const colour = ground.map((level) => level + 10 + random(25));
  const pixels: number[] = [];
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const [dx, dy] = [Math.abs(x - x0), Math.abs(y - y0)];
      const ring = Math.max(dx, dy);
      const shapes = [
        ring <= radius && Math.min(dx, dy) === 0,
        dx + dy === radius,
        ring === radius,
      ];
      const levels = shapes[index % 3] ? colour : ground;
      levels.forEach((level) => pixels.push(level + random(61)));
    }
  }
  return Uint8Array.from(pixels);
}

/** A PNG file of an image. */
export function shapePng(index: number): Uint8Array {
  return encode({ width: side, height: side, channels: 3, data: drawShape(index) });
}

/** Writes images 0 to `count` - 1 as FOLDER/CLASS/INDEX.png. */
export async function writeShapeFolder(folder: string, count: number): Promise<string> {
  for (const name of shapeNames) await Deno.mkdir(join(folder, name), { recursive: true });
  for (let i = 0; i < count; i++) {
    await Deno.writeFile(join(folder, shapeNames[i % 3]!, `${i}.png`), shapePng(i));
  }
  return folder;
}
