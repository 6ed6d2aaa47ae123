import { adoptProject } from '../adopt/adopt-project';
import { adoptedVariablesOf } from '../adopt/adopted-variables';
import { documentOf } from '../adopt/documents';
import { doubtsOf, leftOutOf } from '../adopt/notes';
import { projectVariablesOf } from '../adopt/project-variables';
import { readTerraformOutput } from '../adopt/read-terraform-output';
import { terraformOutputsOf } from '../adopt/terraform-output';
import { wantedVariableOf } from '../adopt/wanted-variable';
import { adoptSettingsOf } from '../contract/adopt-settings';
import { type Run, tell } from './on-record';

export const adopt: Run = async (input, world, log) => {
  const settings = adoptSettingsOf(input);
  const { map, target } = settings;
  const { text, source } = await readTerraformOutput(settings.terraformOutput, world);
  const outputs = terraformOutputsOf(text, source);
  const adopted = adoptedVariablesOf(outputs, map, world.env);
  const wanted = adopted.map((one) => wantedVariableOf(one, settings));
  const leftOut = leftOutOf(outputs);
  const doubts = doubtsOf(outputs, adopted, settings);
  const print = (lines: readonly string[]) =>
    void world.stdout.write(lines.map((line) => `${log.redact(line)}\n`).join(''));
  if (target.kind !== 'gitlab') {
    print(documentOf(target, wanted, [...leftOut, ...doubts]));
    return 'succeeded';
  }
  for (const line of leftOut) log.line(line);
  for (const doubt of doubts) log.warning(doubt);
  const { clock, interruption, wire = {} } = world;
  const gitlab = projectVariablesOf(target, { clock, interruption, wire });
  return tell(await adoptProject(wanted, { ...settings, target }, { gitlab, log, print }), world, log);
};
