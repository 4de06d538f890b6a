import { loadSuite, suiteNames } from "../../suite/mod.ts";
import { print } from "../terminal.ts";

/** Lists the suites that come with ptqbench. */
export async function ls(_args: readonly string[]): Promise<number> {
  for (const name of await suiteNames()) {
    const suite = await loadSuite(name);
    print(`${name}  ${suite.description}`);
    print(`  data set   ${suite.dataset}`);
    print(`  models     ${suite.models.map((model) => model.name).join(", ")}`);
    print(`  shifts     ${suite.shifts.join(", ")}`);
    print(
      `  calibrated on  ${
        suite.calibrationConditions.map((condition) => condition.name).join(", ")
      }`,
    );
  }
  return 0;
}
