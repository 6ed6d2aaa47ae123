import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the runner is an hour ahead, the record comes late, and no task ever starts',
  covers: ['A6 hole 3'],
  skewHours: 1,
  env: { ECS_CD_TIMEOUT: '3m' },
  given: (fixture) => {
    fixture.aws.world.setRecordDelay(60);
    fixture.newTasks({ kind: 'never-starts' });
  },
  expected: { verdict: 'rolled-back', words: [said.deadline] },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
