/** Suites: their schema, the cells of a sweep, and runs. */
export * from "./error.ts";
export { accuracyWarnings } from "./accuracy_rows.ts";
export {
  builtInSuites,
  loadDataset,
  loadModels,
  loadSuite,
  parseSuite,
  type Suite,
  type SuiteModel,
  suiteNames,
} from "./load.ts";
export { journalName } from "./journal_file.ts";
export { planCalibrations, planCells } from "./plan.ts";
export * from "./progress.ts";
export * from "./run.ts";
export { type SuiteDescription, suiteJsonSchema, suiteSchema } from "./schema.ts";
export * from "./settings.ts";
export { setUpRun } from "./setup.ts";
export { version } from "./version.ts";
