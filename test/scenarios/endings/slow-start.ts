import { loadBalanced } from '../givens';
import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the tasks run, and get ready for so long that the deadline comes first',
  fixture: { service: loadBalanced },
  env: { ECS_CD_TIMEOUT: '4m' },
  given: (fixture) =>
    fixture.newTasks({
      kind: 'healthy',
      afterSeconds: 900,
      log: ['connecting to postgres://app:hunter2@db/app', 'migrating the database: 3 of 700 steps'],
    }),
  expected: {
    verdict: 'rolled-back',
    words: [
      'waiting: running 2/2, healthy 0/2 (target health: initial), other revisions 2',
      'is RUNNING (health UNKNOWN); target 10.0.',
      '| connecting to postgres://app:[MASKED]@db/app',
      '| migrating the database: 3 of 700 steps',
      said.deadline,
    ],
    absent: ['hunter2', '404:'],
    cause: '2 tasks of web:2 are still not healthy: target health: initial',
    lateBecause: 'nothing has failed',
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
