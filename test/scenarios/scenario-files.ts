import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Scenario } from './scenario';

export interface ScenarioFile {
  /** `causes/out-of-memory` */
  readonly name: string;
  readonly folder: string;
  readonly scenario: Scenario;
}

/** Every file in a folder below this one is a scenario: nothing has to be registered. */
export function scenarioFiles(): readonly ScenarioFile[] {
  const folders = readdirSync(__dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.flatMap(({ name: folder }) =>
    readdirSync(path.join(__dirname, folder))
      .filter((file) => file.endsWith('.ts'))
      .toSorted()
      .map((file) => {
        const name = `${folder}/${path.basename(file, '.ts')}`;
        // eslint-disable-next-line @typescript-eslint/no-require-imports -- found by reading the folder
        const { scenario } = require(`./${name}`) as { readonly scenario: Scenario };
        return { name, folder, scenario };
      }),
  );
}
