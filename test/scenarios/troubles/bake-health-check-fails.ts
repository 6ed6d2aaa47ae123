import { blueGreen } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'ECS bakes the release, its address answers 500, and for a while nothing shows that ECS takes it back',
  fixture: { configuration: blueGreen },
  given: ({ aws }) =>
    aws.onCall(({ operation }) => {
      if (operation !== 'StopServiceDeployment') return;
      for (const stale of ['DescribeServices', 'DescribeServiceDeployments'])
        aws.faults.add({ operation: stale, kind: 'stale', seconds: 20, times: 2 });
    }),
  env: { ECS_CD_WAIT_UNTIL: 'baking' },
  site: [500],
  expected: {
    verdict: 'rolled-back',
    words: ['500', 'asked ECS to roll the deployment back to web:1'],
    absent: ['rolling the deployment back by itself'],
    changes: ['RegisterTaskDefinition', 'UpdateService', 'StopServiceDeployment'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2, isRolloutInFlight: false },
};
