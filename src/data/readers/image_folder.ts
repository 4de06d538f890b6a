import { formatShape } from "../../tensor/mod.ts";
import { refusal } from "../refusal.ts";
import type { PartFor, ReadContext, ReadPart } from "./reader.ts";
import { listSampleFolder } from "./sample_folder.ts";

/**
 * Finds images: PNG and JPEG files in a folder a class, or in one folder without labels. They are
 * decoded when they are read.
 *
 * @throws {DataError} When the folder is not as {@link listSampleFolder} wants it, or the data set says
 * a shape that images do not have.
 */
export async function readImageFolder(
  part: PartFor<"images">,
  context: ReadContext,
): Promise<ReadPart> {
  const folder = context.locate(part.folder);
  const { shape } = context;
  if (shape.length !== 3 || (shape[2] !== 1 && shape[2] !== 3)) {
    throw refusal(
      folder,
      `image files are [height, width, channels] of 1 or 3 channels, ` +
        `the data set says ${formatShape(shape)}`,
    );
  }
  const { paths, labels, classNames } = await listSampleFolder(folder, {
    kind: "PNG or JPEG",
    extensions: [".png", ".jpg", ".jpeg"],
  });
  return { part: { kind: "images", paths }, count: paths.length, labels, classNames };
}
