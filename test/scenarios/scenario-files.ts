import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Scenario, Scenarios } from './scenario';

export interface ScenarioFile {
  /** `causes/out-of-memory` */
  readonly name: string;
  readonly folder: string;
  readonly scenario: Scenario;
}

/** Every file in a folder below this one holds scenarios, or one that is named like it: nothing has to be registered. `given` is what they begin with. */
export function scenarioFiles(): readonly ScenarioFile[] {
  const folders = readdirSync(__dirname, { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && entry.name !== 'given',
  );
  return folders.flatMap(({ name: folder }) =>
    readdirSync(path.join(__dirname, folder))
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) => Object.entries(scenariosIn(folder, path.basename(file, '.ts'))))
      .map(([name, scenario]) => ({ name: `${folder}/${name}`, folder, scenario }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  );
}

export function scenarioNamed(name: string): Scenario {
  const file = scenarioFiles().find((one) => one.name === name);
  if (!file) throw new Error(`no scenario ${name}`);
  return file.scenario;
}

function scenariosIn(folder: string, file: string): Scenarios {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- found by reading the folder
  const held = require(`./${folder}/${file}`) as
    { readonly scenario: Scenario } | { readonly scenarios: Scenarios };
  return 'scenarios' in held ? held.scenarios : { [file]: held.scenario };
}
