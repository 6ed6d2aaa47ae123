import { planSettingsOf } from '../settings/command-settings';
import { settingsOfEach } from '../settings/each-service';
import { writeText } from '../report/project-file';
import { gitlabJobOf } from '../settings/variables/gitlab-job';
import { planDeployment, planServices } from '../recipes/plan-deployment';
import type { Run } from './dotenv-report';
import { askedOnce, eachServiceOf, ecrOf, preflightEffectsOf } from './effects';
import { runOnAws } from './run-on-aws';

export const plan: Run = (input, host, log) => {
  const all = settingsOfEach(input, ['TASK_FAMILY'], planSettingsOf);
  const [settings] = all;
  return runOnAws(settings, host, log, async (clients) => {
    const { clock, interruption } = host;
    const ecr = askedOnce(ecrOf(clients, settings.aws, settings.image.repository, host));
    const look = preflightEffectsOf(clients, ecr);
    const { projectDir } = gitlabJobOf(host.env, host.cwd);
    const write = async (file: string, text: string) => {
      await writeText({ file, projectDir, variable: 'ECS_CD_PLAN_FILE' }, text);
      log.line(`plan file   ${file}`);
    };
    const services = eachServiceOf(clients, all, { log, clock, interruption });
    const runs = services.map((each) => ({ ...each, effects: { ...each.effects, ecr, look, write } }));
    const [run] = runs;
    const outcome =
      run && runs.length === 1
        ? await planDeployment(settings, run.effects)
        : await planServices(runs, (text) => write(settings.planFile, text));
    return { outcome, outputs: {} };
  });
};
