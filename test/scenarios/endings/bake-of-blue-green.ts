import { shifted } from '../given-shift';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'a blue/green deployment bakes for six minutes, longer than the deadline is',
  fixture: { service: shifted, configuration: { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 6 } },
  env: { ECS_CD_TIMEOUT: '5m' },
  expected: {
    verdict: 'succeeded',
    words: [
      'stage PRODUCTION_TRAFFIC_SHIFT, production 100 %, test 100 %',
      'stage BAKE_TIME',
      'waiting for the end of the bake time, until about ',
    ],
    changes: ['RegisterTaskDefinition', 'UpdateService'],
  },
  truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
};
