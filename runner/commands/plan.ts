import { planSettingsOf } from '../settings/command-settings';
import { ecrApi } from '../ecr/ecr-api';
import { writeText } from '../report/project-file';
import { gitlabJobOf } from '../settings/variables/gitlab-job';
import { planDeployment } from '../recipes/plan-deployment';
import { preflightEffectsOf } from './preflight-effects';
import type { Run } from './dotenv-report';
import { runOnAws } from './run-on-aws';
import { serviceEffectsOf } from './service-effects';

export const plan: Run = (input, host, log) => {
  const settings = planSettingsOf(input);
  return runOnAws(settings, host, log, async (clients) => {
    const { env, cwd, clock, interruption, wire } = host;
    const { aws, place } = settings;
    const { repository } = settings.image;
    const ecrRegion = repository.region ?? aws.region;
    const ecr = ecrApi(clients.ecr(ecrRegion), repository, ecrRegion, { clock, interruption, wire });
    const effects = serviceEffectsOf(clients, place, { log, clock, interruption });
    const look = preflightEffectsOf(clients, ecr);
    const { projectDir } = gitlabJobOf(env, cwd);
    const write = (file: string, text: string) =>
      writeText({ file, projectDir, variable: 'ECS_CD_PLAN_FILE' }, text);
    return { outcome: await planDeployment(settings, { ...effects, ecr, look, write }), outputs: {} };
  });
};
