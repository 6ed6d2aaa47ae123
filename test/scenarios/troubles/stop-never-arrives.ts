import { faulty, tasks } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'tasks crash, and AWS answers every StopServiceDeployment with a server error',
  given: (fixture) => {
    tasks({ kind: 'crash', exitCode: 1 })(fixture);
    faulty({ operation: 'StopServiceDeployment', kind: 'server-error', times: Infinity })(fixture);
  },
  expected: {
    verdict: 'rolled-back',
    exitCode: 6,
    words: ['asking again', 'updating the service back instead', 'web:1 serves again (verified)'],
    cause: 'exited with code 1',
    changes: ['RegisterTaskDefinition', 'UpdateService', 'UpdateService'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
