import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the application writes the key of the job to its log before it crashes',
  covers: ['D3 secrets'],
  given: (fixture) =>
    fixture.newTasks({
      kind: 'crash',
      exitCode: 1,
      log: [`key ${fixture.env['AWS_SECRET_ACCESS_KEY'] ?? ''}`, 'at the end'],
    }),
  expected: {
    verdict: 'rolled-back',
    words: ['at the end'],
    absent: ['simulated/secret/access/key'],
    cause: said.exited(1),
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
