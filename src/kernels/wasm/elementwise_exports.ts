/** A kernel that takes the address of its plan and a number of samples. */
type PlanKernel = (plan: number, samples: number) => void;

/** The same with the bounds of a clamp, or of codes. */
type BoundedKernel = (plan: number, samples: number, min: number, max: number) => void;

/** A function of `count` elements at the address x, to the address y. */
type UnaryKernel = (x: number, y: number, count: number) => void;

/** Moves elements by index: see `assembly/move.ts`. */
type GatherKernel = (
  x: number,
  y: number,
  inputs: number,
  index: number,
  count: number,
  fill: number,
  fillStep: number,
  samples: number,
) => void;

/** What `assembly/elementwise.ts` exports. */
export interface ElementwiseExports {
  readonly weightedFloat32: PlanKernel;
  readonly depthwiseFloat32: PlanKernel;
  readonly matmulFloat32: PlanKernel;
  readonly addFloat32: BoundedKernel;
  readonly mulFloat32: BoundedKernel;
  readonly clampFloat32: (x: number, y: number, count: number, min: number, max: number) => void;
  readonly leakyReluFloat32: (x: number, y: number, count: number, alpha: number) => void;
  readonly sigmoidFloat32: UnaryKernel;
  readonly tanhFloat32: UnaryKernel;
  readonly hardSigmoidFloat32: (
    x: number,
    y: number,
    count: number,
    alpha: number,
    beta: number,
  ) => void;
  readonly hardSwishFloat32: UnaryKernel;
  readonly softmaxFloat32: (x: number, y: number, rows: number, length: number) => void;
  readonly maxPoolFloat32: PlanKernel;
  readonly averagePoolFloat32: PlanKernel;
  readonly matmulInt8: PlanKernel;
  readonly addInt8: PlanKernel;
  readonly mulInt8: PlanKernel;
  readonly meanInt8: PlanKernel;
  readonly softmaxInt8: PlanKernel;
  readonly maxPoolInt8: BoundedKernel;
  readonly averagePoolInt8: BoundedKernel;
  readonly quantize: (
    x: number,
    y: number,
    elements: number,
    samples: number,
    scans: number,
    scaleFloor: number,
  ) => void;
  readonly dequantize: (x: number, y: number, elements: number, samples: number) => void;
  readonly gather8: GatherKernel;
  readonly gather32: GatherKernel;
  readonly copyRuns: (
    x: number,
    y: number,
    rows: number,
    bytes: number,
    xStep: number,
    yStep: number,
  ) => void;
  readonly lookUpRuns: (
    table: number,
    x: number,
    y: number,
    rows: number,
    bytes: number,
    xStep: number,
    yStep: number,
  ) => void;
  /** The least code in the low byte, the greatest above it. */
  readonly codeRange: (x: number, count: number) => number;
}
