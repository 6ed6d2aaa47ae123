import { breaker, containers } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the proxy that Service Connect adds to the tasks ends, and the application is stopped for it',
  fixture: {
    configuration: breaker,
    service: { settings: { serviceConnectConfiguration: { enabled: true } } },
  },
  given: (fixture) =>
    containers(fixture, {
      'ecs-service-connect': { exitCode: 1, afterSeconds: 4 },
      web: { stoppedWith: 143 },
    }),
  expected: {
    verdict: 'rolled-back',
    words: ['serviceConnectConfiguration', 'circuit breaker'],
    absent: ['waiting will not help'],
    cause: "stopped: ECS's own container for Service Connect (ecs-service-connect-…) exited with code 1",
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
