import { defaultCalibrators } from "../src/calibrate/mod.ts";
import { loadSuite, planCalibrations, planCells, setUpRun } from "../src/suite/mod.ts";
import type { CalibrationRequest, Cell, Condition } from "../src/suite/plan.ts";
import { dataDirOf } from "../src/cli/data_dir.ts";
import type { RunSetup } from "../src/suite/setup.ts";
import type { SweepArguments } from "./sweep_arguments.ts";

/** The calibration sweep of one model: what to calibrate and what to evaluate. */
export interface SweepPlan {
  readonly setup: RunSetup;
  readonly model: string;
  readonly cells: readonly Cell[];
  readonly requests: readonly CalibrationRequest[];
  /** The conditions that every calibration is evaluated on. */
  readonly conditions: readonly Condition[];
}

/**
 * The cells of the calibration sweep as a default run has them, of one model and the calibrators
 * asked for.
 *
 * @throws {UserError} When suite, model, sizes or samples break a rule.
 */
export async function planSweep(args: SweepArguments): Promise<SweepPlan> {
  const { model, sizes, draws, samples } = args;
  const suite = await loadSuite(args.suite);
  const setup = await setUpRun(suite, {
    mode: "default",
    models: [model],
    schemes: ["static"],
    calibrators: args.calibrators.map((name) => defaultCalibrators[name]),
    sizes,
    draws,
    samples,
  }, { dataDir: dataDirOf(undefined) });
  const cells = planCells(suite, setup.settings)
    .filter(({ phase }) => phase === "calibration-sweep");
  const conditions = new Map(
    cells.map(({ condition }) => [conditionName(condition), condition] as const),
  );
  return {
    setup,
    model,
    cells,
    requests: planCalibrations(suite, setup.settings, cells),
    conditions: [...conditions.values()],
  };
}

/** `clean` or `gain-3`. */
export function conditionName({ shift, severity }: Condition): string {
  return shift === "clean" ? shift : `${shift}-${severity}`;
}
