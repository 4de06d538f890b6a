/** Suites: their schema, the cells of a sweep, and runs. */
export * from "./error.ts";
export { accuracyWarnings } from "./accuracy_rows.ts";
export { type DataPlace, openSuiteDataset } from "./dataset.ts";
export { createInputReader, type InputReader } from "./inputs.ts";
export {
  builtInSuites,
  isGroup,
  loadSuite,
  loadSuites,
  parseSuite,
  type Suite,
  type SuiteGroup,
  suiteNames,
} from "./load.ts";
export { loadModels, type SuiteModel } from "./models.ts";
export { quantizeOptions } from "./quantize_options.ts";
export { journalName } from "./journal_file.ts";
export { clean, planCalibrations, planCells } from "./plan.ts";
export { inputsPerSample, modelInputShape } from "./preprocess.ts";
export * from "./progress.ts";
export { patient, readingProgress } from "./patience.ts";
export * from "./run.ts";
export {
  type Preprocessing,
  type SuiteDescription,
  suiteJsonSchema,
  suiteSchema,
} from "./schema.ts";
export * from "./settings.ts";
export { evaluationIdsOf, inputSettings, type RunSetup, setUpRun } from "./setup.ts";
export { version } from "./version.ts";
export { warningTexts } from "./warnings.ts";
