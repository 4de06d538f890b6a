import { calibrationWarnings } from "../calibrate/mod.ts";
import { accuracyWarnings } from "./accuracy_rows.ts";

/** What every warning code in the tables means. */
export const warningTexts: Readonly<Record<string, string>> = {
  ...calibrationWarnings,
  ...accuracyWarnings,
};
