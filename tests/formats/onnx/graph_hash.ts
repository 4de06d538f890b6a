/** A hash of what an ONNX file says, without the version of the program that wrote it. */
import { sha256 } from "../../../src/data/mod.ts";
import { decodeFields } from "../../../src/formats/onnx/wire.ts";

/** SHA-256 of the GraphProto in the bytes of a model. */
export function graphSha256(bytes: Uint8Array): string {
  return sha256(decodeFields(bytes).bytes(7)[0]!);
}
