import { beside, containers } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the application ends, and ECS stops the sidecar beside it, which exits with an error of its own',
  given: (fixture) => {
    beside(fixture, { name: 'proxy', image: 'public.ecr.aws/envoy/envoy:v1', essential: false });
    containers(fixture, {
      web: { exitCode: 0, afterSeconds: 4, log: ['no work to do'] },
      proxy: { stoppedWith: 2 },
    });
  },
  expected: {
    verdict: 'rolled-back',
    words: ['2 tasks of web:3: container web exited with code 0', '| no work to do'],
    cause: 'stopped: container web exited with code 0',
    givenUpAfter: 2,
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
