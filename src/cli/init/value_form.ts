import type { PartDescription, SampleForm, SampleSource, ShiftName } from "../../data/mod.ts";
import { mean, standardDeviation } from "../../statistics/mod.ts";
import { extremesOf, samplesLookedAt, threeDigits as shown } from "../extremes.ts";

/** What raw values are, from a look at some of them. */
export interface ValueForm extends Pick<SampleForm, "domain" | "white" | "step"> {
  /** In words. */
  readonly what: string;
  /** What else could be done. */
  readonly hint?: string | undefined;
  /** A ladder for the shift `offset`, in raw units; absent for images, which have no such shift. */
  readonly offsets: readonly number[] | undefined;
  /** The shift of a calibration set that is unlike the device's inputs. */
  readonly unlike: readonly { readonly name: string; readonly shift: ShiftName }[];
}

/** Offsets in standard deviations of the raw values. */
const offsetShares = [0.25, 0.5, 1, 1.5, 2];

/**
 * What the values of samples are: images have one or three channels and lie between black and white,
 * clips make features of audio, the rest is vectors.
 *
 * @throws {DataError} When one of the samples that are looked at is damaged.
 */
export function valueForm(
  source: SampleSource,
  { reader }: Pick<PartDescription, "reader">,
): ValueForm {
  const audio = reader === "wav";
  const values = source.read(spread(source.count, samplesLookedAt(source.shape)));
  const { lo, hi } = extremesOf(values);
  const white = audio ? undefined : whiteOf(source, { lo, hi, reader });
  const isWhole = values.every(Number.isInteger);
  if (white === undefined) {
    const range = `${shown(lo)} to ${shown(hi)}`;
    return {
      domain: audio ? "audio" : "vector",
      white: 1,
      step: isWhole && !audio ? 1 : 0,
      what: audio ? `features of audio from ${range}` : `values from ${range}`,
      hint: audio ? undefined : hintOf(source, isWhole && reader === "npy"),
      offsets: offsetsOf(values),
      unlike: [{ name: "noisy", shift: "noise" }],
    };
  }
  const unit = white / 255;
  const areBytes = isWhole || values.every((value) => isNearWhole(value / unit));
  return {
    domain: "image",
    white,
    step: areBytes ? unit : 0,
    what: `images of ${isWhole && white === 255 ? "bytes" : "values"} from 0 to ${white}`,
    offsets: undefined,
    unlike: [{ name: "darkened", shift: "darken" }, { name: "noisy", shift: "gaussian-noise" }],
  };
}

/** Readers that give bytes, however dark these are. */
const bytesAlways: readonly PartDescription["reader"][] = ["images", "idx"];

const notPixels =
  "(if they are images, give them as they were before normalization, 0 to 255 or 0 to 1: then there are " +
  "shifts of brightness and contrast)";

const codes =
  "(if they are codes that stand for scale * (code - zero point), say so in suite.json: codes of the part)";

/** What values that are no pixels could be. */
function hintOf({ shape }: SampleSource, canBeCodes: boolean): string | undefined {
  if (canBeCodes) return codes;
  const [height, width, channels] = shape as readonly [number, number, number];
  const isImage = shape.length === 3 && (channels === 1 || channels === 3) &&
    Math.max(height, width) <= 3 * Math.min(height, width);
  return isImage ? notPixels : undefined;
}

/** Ids from the first to the last, evenly. */
function spread(count: number, most: number): readonly number[] {
  const length = Math.min(count, most);
  return Array.from({ length }, (_, i) => Math.floor(i * count / length));
}

/** The value of white, where these can be images. */
function whiteOf(
  { shape }: SampleSource,
  { lo, hi, reader }: {
    readonly lo: number;
    readonly hi: number;
    readonly reader: PartDescription["reader"];
  },
): 1 | 255 | undefined {
  const channels = shape[2];
  const image = shape.length === 3 && (channels === 1 || channels === 3);
  if (!image || lo < 0 || hi > 255) return undefined;
  return hi > 1 || bytesAlways.includes(reader) ? 255 : 1;
}

/** Whether a value is an integer but for the rounding of float32. */
function isNearWhole(value: number): boolean {
  return Math.abs(value - Math.round(value)) < 1e-3;
}

function offsetsOf(values: Float32Array): readonly number[] {
  const all = Array.from(values);
  const deviation = standardDeviation(all) ?? 0;
  const unit = deviation > 0 ? deviation : Math.max(Math.abs(mean(all)), 1);
  return offsetShares.map((share) => Number((share * unit).toPrecision(3)));
}
