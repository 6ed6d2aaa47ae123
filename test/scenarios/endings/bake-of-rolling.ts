import { alarms } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'a rolling deployment with alarms bakes for longer than the deadline is, and names no stage',
  fixture: { configuration: { ...alarms, bakeTimeInMinutes: 6 } },
  env: { ECS_CD_TIMEOUT: '5m' },
  expected: {
    verdict: 'succeeded',
    words: ['waiting for the end of the bake time, until about '],
    absent: ['stage '],
    changes: ['RegisterTaskDefinition', 'UpdateService'],
  },
  truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
};
