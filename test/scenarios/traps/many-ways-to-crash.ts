import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'twenty tasks crash in twenty different ways at once',
  fixture: { desiredCount: 20 },
  given: ({ aws }) => {
    let exitCode = 0;
    aws.world.outcomeOf = ({ taskDefinition }) => {
      if (taskDefinition === 'web:1') return { kind: 'healthy' };
      exitCode = (exitCode % 20) + 1;
      return { kind: 'crash', exitCode, log: [`way ${exitCode}`] };
    };
  },
  expected: {
    verdict: 'rolled-back',
    words: ['| way 1', 'and 16 more, see above'],
    cause: said.exited(1),
  },
  truth: { taskDefinition: 'web:1', healthyCount: 20 },
};
