import { adoptProject } from '../adopt/adopt-project';
import { commandAgain, documentOf } from '../adopt/documents';
import { doubtsOf, leftOutOf } from '../adopt/notes';
import { projectVariablesApi } from '../adopt/gitlab/gitlab-api';
import { readTerraformOutput } from '../adopt/terraform/terraform-output-file';
import { terraformOutputsOf } from '../adopt/terraform/terraform-output';
import { wantedVariablesOf } from '../adopt/wanted-variables';
import { adoptSettingsOf } from '../adopt/adopt-settings';
import { type Run, tell } from './dotenv-report';

export const adopt: Run = async (input, host, log) => {
  const settings = adoptSettingsOf(input);
  const { target } = settings;
  const { text, source } = await readTerraformOutput(settings.terraformOutput, host);
  const outputs = terraformOutputsOf(text, source);
  const given = {
    ...{ outputs, words: 'the outputs', originOf: (path: string) => `output "${path}"` },
    hasDockerfile: input.files.at('Dockerfile').kind === 'file',
    again: commandAgain(host.argv, settings.terraformOutput === '-'),
  };
  const wanted = wantedVariablesOf(given, settings, host.env);
  const leftOut = leftOutOf(outputs);
  const doubts = doubtsOf(outputs, wanted, settings);
  if (target.kind !== 'gitlab') {
    log.document(documentOf(target, wanted, [...leftOut, ...doubts]));
    return 'succeeded';
  }
  for (const line of leftOut) log.line(line);
  for (const doubt of doubts) log.warning(doubt);
  const { clock, interruption, wire = {} } = host;
  const gitlab = projectVariablesApi({ ...target, clock, interruption, wire });
  return tell(await adoptProject(wanted, { ...settings, target }, { gitlab, log }), host, log);
};
