/** What a calibrator can notice about its own result: code and text. */
export const calibrationWarnings = {
  "one-candidate": "The search had one candidate range: the result is that of min-max",
  "outlier-range": "One sample alone sets more than a fifth of the range",
  "never-exercised": "The value is constant, or has no finite element: its range means nothing",
  "collapsed-zero-bin":
    "Nearly all values share the histogram's bins next to zero, or the range is narrower than a bin",
  "fewer-samples": "Fewer samples were used than asked for",
  "non-finite": "NaN or infinite elements were left out",
} as const;

/** The code of a warning. */
export type CalibrationWarning = keyof typeof calibrationWarnings;

/** The codes, in the order in which they are reported. */
export const calibrationWarningCodes = Object.keys(
  calibrationWarnings,
) as readonly CalibrationWarning[];

/** The same codes, each once, in the order of `calibrationWarningCodes`. */
export function sortWarnings(
  warnings: readonly CalibrationWarning[],
): readonly CalibrationWarning[] {
  return calibrationWarningCodes.filter((code) => warnings.includes(code));
}
