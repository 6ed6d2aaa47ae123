import { containers, waitingFor } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
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
};
