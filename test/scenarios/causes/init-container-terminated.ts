import { containers, waitingFor } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
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
};
