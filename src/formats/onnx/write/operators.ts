import type { Node } from "../../../graph/mod.ts";
import type { GraphWriter } from "./graph_writer.ts";
import { writeConversion } from "./ops/conversion.ts";
import { writeConvolution } from "./ops/convolution.ts";
import { writeClamp, writePair, writeUnary } from "./ops/elementwise.ts";
import { writeFullyConnected } from "./ops/fully_connected.ts";
import { writeMatmul, writeSoftmax } from "./ops/matrix.ts";
import { writeMean } from "./ops/mean.ts";
import { writeConcat, writePad, writeReshape, writeTranspose } from "./ops/movement.ts";
import { writePool } from "./ops/pool.ts";

/** Writes one node of a Graph as the ONNX nodes that say the same. */
export function writeNode(writer: GraphWriter, node: Node): void {
  const { op } = node;
  switch (op.kind) {
    case "conv2d":
    case "depthwiseConv2d":
      return writeConvolution(writer, node, op);
    case "fullyConnected":
      return writeFullyConnected(writer, node, op);
    case "matmul":
      return writeMatmul(writer, node, op);
    case "add":
    case "sub":
    case "mul":
      return writePair(writer, node, op);
    case "clamp":
      return writeClamp(writer, node, op);
    case "leakyRelu":
    case "sigmoid":
    case "tanh":
    case "hardSigmoid":
    case "hardSwish":
      return writeUnary(writer, node, op);
    case "softmax":
      return writeSoftmax(writer, node);
    case "maxPool2d":
    case "averagePool2d":
      return writePool(writer, node, op);
    case "mean":
      return writeMean(writer, node, op);
    case "reshape":
      return writeReshape(writer, node, op);
    case "transpose":
      return writeTranspose(writer, node, op);
    case "concat":
      return writeConcat(writer, node, op);
    case "pad":
      return writePad(writer, node, op);
    case "quantize":
    case "dequantize":
    case "requantize":
      return writeConversion(writer, node);
    default:
      throw unknownOp(op);
  }
}

function unknownOp(op: never): Error {
  return new Error(`Cannot write op "${JSON.stringify(op)}": it is unknown`);
}
