import { beside, containers } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the application ends without an error, and ECS kills the sidecar beside it',
  given: (fixture) => {
    beside(fixture, { name: 'proxy', image: 'public.ecr.aws/envoy/envoy:v1', essential: false });
    containers(fixture, { web: { exitCode: 0, afterSeconds: 4, log: ['nothing to do'] } });
  },
  expected: {
    verdict: 'rolled-back',
    words: ['| nothing to do', 'foreground'],
    cause: 'stopped: container web exited with code 0',
    givenUpAfter: 2,
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
