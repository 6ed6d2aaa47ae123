import { faulty, tasks } from '../givens';
import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'tasks crash, and AWS answers every StopServiceDeployment with a server error',
  given: (fixture) => {
    tasks({ kind: 'crash', exitCode: 1 })(fixture);
    faulty({ operation: 'StopServiceDeployment', kind: 'server-error', times: Infinity })(fixture);
  },
  expected: {
    verdict: 'rolled-back',
    words: ['asking again', 'updating the service back instead'],
    cause: said.exited(1),
    changes: ['RegisterTaskDefinition', 'UpdateService', 'UpdateService'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
