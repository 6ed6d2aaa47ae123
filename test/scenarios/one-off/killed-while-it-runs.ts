import { endsWith, killedAfterRunTask, oneOffTasks, pipelineJob } from '../givens';
import type { Scenario } from '../scenario';

const env = { ECS_CD_RUN_BEFORE: 'migrate' };

export const scenario: Scenario = {
  what: 'an earlier try of the job was killed while its migration ran: that one is followed, none is started',
  env: { ...pipelineJob, ...env },
  async given(fixture) {
    oneOffTasks(endsWith(0, [], 300))(fixture);
    await killedAfterRunTask(60, env)(fixture);
  },
  expected: {
    verdict: 'succeeded',
    words: ['an earlier try of this job started task'],
    changes: ['UpdateService'],
  },
  truth: { taskDefinition: 'web:2', healthyCount: 2 },
};
