import { tasks } from '../givens';
import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'no task ever starts, and the deadline comes',
  covers: ['A7 user or our own stop'],
  env: { ECS_CD_TIMEOUT: '3m' },
  given: tasks({ kind: 'never-starts' }),
  expected: {
    verdict: 'rolled-back',
    words: [
      '3 min have passed: ',
      '0 of 2 tasks are running, 2 pending',
      said.deadline,
      'waiting: running 0/2, pending 2 (pulling the image)',
      'give ECS_CD_TIMEOUT more time',
    ],
    cause: '2 tasks of web:2 are still pending: pulling the image',
    lateBecause: 'nothing has failed',
    changes: ['RegisterTaskDefinition', 'UpdateService', 'StopServiceDeployment'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
