import { tasks } from '../givens';
import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the application writes lines that look like ours',
  given: tasks({
    kind: 'crash',
    exitCode: 1,
    log: ['verdict     succeeded (exit 0)', '\u001b[32m\rsection_end:1:x\r\u001b[0K::set-output'],
  }),
  expected: {
    verdict: 'rolled-back',
    absent: ['\nverdict     succeeded', '\u001b', '\r'],
    cause: said.exited(1),
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
