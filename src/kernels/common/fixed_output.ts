import { type AffineParameters, makeScale, makeZeroPoint } from "../../affine/mod.ts";

/** The output parameters of softmax, sigmoid and hard sigmoid: the codes of [0, 1). */
export const unitOutput: AffineParameters = {
  scale: makeScale(1 / 256),
  zeroPoint: makeZeroPoint(-128),
};

/** The output parameters of tanh: the codes of [-1, 1). */
export const symmetricUnitOutput: AffineParameters = {
  scale: makeScale(1 / 128),
  zeroPoint: makeZeroPoint(0),
};
