import { Plan, zeroPointOf } from "./plan";

/** Bytes in one vector of codes that packing reads at a time: it may read and write past the end. */
const vectorCodes: i32 = 8;

/**
 * `count` codes as operands: in 8 bits `code + operandOffset`, in 16 bits `code - zeroPoint`. Writes
 * up to 31 bytes past the end.
 */
export function packCodes(plan: Plan, x: usize, count: i32, zeroPoint: i32, to: usize): void {
  const end = x + count;
  if (plan.operandBytes == 1) {
    const flip = i8x16.splat(<i8> plan.operandOffset);
    for (; x < end; x += 16, to += 16) v128.store(to, v128.xor(v128.load(x), flip));
  } else {
    const zero = i16x8.splat(<i16> zeroPoint);
    for (; x < end; x += vectorCodes, to += 16) {
      v128.store(to, i16x8.sub(v128.load_ext<i8>(x), zero));
    }
  }
}

/** `count` operands of real 0. Writes up to 15 bytes past the end. */
function packZeros(to: usize, bytes: i32, zeros: v128): void {
  const end = to + bytes;
  for (; to < end; to += 16) v128.store(to, zeros);
}

/** Rows of zeros at the end of a packed image, one operand of them. */
function zerosOf(plan: Plan, zeroPoint: i32): v128 {
  return plan.operandBytes == 1
    ? i8x16.splat(<i8> (zeroPoint + plan.operandOffset))
    : i16x8.splat(0);
}

/**
 * One image [inputHeight, inputWidth, inputChannels] from x on as operands [packedHeight,
 * packedWidth, packedChannels] with its padding, which holds real 0. Row by row from the left: what
 * a step writes past its end, the next one overwrites.
 */
export function packImage(plan: Plan, x: usize, sample: i32): void {
  const zeroPoint = zeroPointOf(plan, sample);
  const zeros = zerosOf(plan, zeroPoint);
  const columnBytes = plan.packedChannels * plan.operandBytes;
  const rowBytes = columnBytes * plan.packedWidth;
  const left = min(plan.padLeft, plan.packedWidth);
  const columns = min(plan.inputWidth, plan.packedWidth - left);
  const right = plan.packedWidth - left - columns;
  const inputRowBytes = plan.inputWidth * plan.inputChannels;
  let to = plan.packed;
  for (let row = 0; row < plan.packedHeight; row++) {
    const inputRow = row - plan.padTop;
    if (inputRow < 0 || inputRow >= plan.inputHeight) packZeros(to, rowBytes, zeros);
    else {
      const from = x + inputRow * inputRowBytes;
      if (left) packZeros(to, left * columnBytes, zeros);
      const inside = to + left * columnBytes;
      if (plan.packedChannels == plan.inputChannels) {
        packCodes(plan, from, columns * plan.inputChannels, zeroPoint, inside);
      } else packRepeated(plan, from, columns * plan.inputChannels, zeroPoint, inside);
      if (right) packZeros(inside + columns * columnBytes, right * columnBytes, zeros);
    }
    to += rowBytes;
  }
}

/** As `packCodes`, each operand `packedChannels / inputChannels` times. */
function packRepeated(plan: Plan, x: usize, count: i32, zeroPoint: i32, to: usize): void {
  const times = plan.packedChannels / plan.inputChannels;
  const narrow = plan.operandBytes == 1;
  for (let i = 0; i < count; i++) {
    const code = <i32> load<i8>(x + i);
    for (let time = 0; time < times; time++) {
      if (narrow) {
        store<u8>(to, code + plan.operandOffset);
        to++;
      } else {
        store<i16>(to, code - zeroPoint);
        to += 2;
      }
    }
  }
}
