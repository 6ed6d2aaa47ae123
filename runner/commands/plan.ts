import { planSettingsOf } from '../settings/command-settings';
import { writeText } from '../report/project-file';
import { gitlabJobOf } from '../settings/variables/gitlab-job';
import { planDeployment } from '../recipes/plan-deployment';
import type { Run } from './dotenv-report';
import { ecrOf, preflightEffectsOf, serviceEffectsOf } from './effects';
import { runOnAws } from './run-on-aws';

export const plan: Run = (input, host, log) => {
  const settings = planSettingsOf(input);
  return runOnAws(settings, host, log, async (clients) => {
    const { clock, interruption } = host;
    const ecr = ecrOf(clients, settings.aws, settings.image.repository, host);
    const effects = serviceEffectsOf(clients, settings.place, { log, clock, interruption });
    const look = preflightEffectsOf(clients, ecr);
    const { projectDir } = gitlabJobOf(host.env, host.cwd);
    const write = (file: string, text: string) =>
      writeText({ file, projectDir, variable: 'ECS_CD_PLAN_FILE' }, text);
    return { outcome: await planDeployment(settings, { ...effects, ecr, look, write }), outputs: {} };
  });
};
