import { beside, breaker, containers, waitingFor } from '../given/givens';
import type { Scenarios } from '../scenario';

export const scenarios: Scenarios = {
  'init-container-fails': {
    what: 'the migration that the application waits for fails',
    given: (fixture) => {
      waitingFor(fixture, 'migrate');
      const migrate = { exitCode: 1, afterSeconds: 4, log: ['relation "users" exists already'] };
      containers(fixture, { migrate }, 'TaskFailedToStart');
    },
    expected: {
      verdict: 'rolled-back',
      words: ['| relation "users" exists already', 'dependsOn', 'staging/migrate/'],
      cause: 'stopped: container migrate exited with code 1',
      givenUpAfter: 2,
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  'init-container-killed': {
    what: 'the migration that the application waits for is killed',
    given: (fixture) => {
      waitingFor(fixture, 'migrate');
      const migrate = { exitCode: 137, afterSeconds: 4, log: ['relation "users" exists already'] };
      containers(fixture, { migrate }, 'EssentialContainerExited');
    },
    expected: {
      verdict: 'rolled-back',
      words: ['| relation "users" exists already', 'dependsOn', 'staging/migrate/'],
      cause: 'stopped: container migrate exited with code 137',
      givenUpAfter: 2,
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  'init-container-terminated': {
    what: 'the migration that the application waits for ends on a signal',
    given: (fixture) => {
      waitingFor(fixture, 'migrate');
      const migrate = { exitCode: 143, afterSeconds: 4, log: ['relation "users" exists already'] };
      containers(fixture, { migrate }, 'TaskFailedToStart');
    },
    expected: {
      verdict: 'rolled-back',
      words: [
        'container migrate exited with code 143',
        '| relation "users" exists already',
        'dependsOn',
        'staging/migrate/',
      ],
      cause: 'the containers that wait for it (dependsOn) did not start',
      givenUpAfter: 2,
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  'sidecar-killed': {
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
  },
  'sidecar-stopped': {
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
  },
  'service-connect-ends': {
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
  },
};
