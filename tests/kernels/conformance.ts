/**
 * The conformance table: every op over shapes, kinds of output and seeded data, each case with the
 * result that a naive oracle gives. Every kernel set must equal it bit for bit.
 */
import { addAndMulCases } from "./cases/add_and_mul.ts";
import { edgeCases } from "./cases/edges.ts";
import { matmulCases } from "./cases/matmul.ts";
import { meanCases } from "./cases/mean.ts";
import { moveCases } from "./cases/move.ts";
import { poolCases } from "./cases/pool.ts";
import { quantizeCases } from "./cases/quantize.ts";
import { roundingCases } from "./cases/rounding.ts";
import { softmaxCases } from "./cases/softmax.ts";
import { unaryFloat32Cases } from "./cases/unary_float32.ts";
import { unaryInt8Cases } from "./cases/unary_int8.ts";
import { weightedFloat32Cases } from "./cases/weighted_float32.ts";
import { weightedInt8Cases } from "./cases/weighted_int8.ts";
import type { ConformanceCase } from "./conformance_case.ts";

/** All cases. */
export const conformanceCases: readonly ConformanceCase[] = [
  ...weightedInt8Cases,
  ...weightedFloat32Cases,
  ...matmulCases,
  ...addAndMulCases,
  ...meanCases,
  ...unaryInt8Cases,
  ...unaryFloat32Cases,
  ...softmaxCases,
  ...poolCases,
  ...quantizeCases,
  ...moveCases,
  ...roundingCases,
  ...edgeCases,
];
