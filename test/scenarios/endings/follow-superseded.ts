import { blueGreen, deployedUntilBaking, somebodyDeploys } from '../givens';
import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'somebody has replaced what another job deployed before a job comes to follow it',
  argv: ['follow'],
  fixture: { configuration: blueGreen },
  given: async (fixture) => {
    await deployedUntilBaking(fixture);
    somebodyDeploys(fixture);
    await fixture.aws.clock.sleep(1_800_000);
  },
  expected: {
    verdict: 'superseded',
    words: [said.replaced],
    absent: ['if this deployment fails'],
    changes: [],
  },
  truth: { taskDefinition: 'outside:1', healthyCount: 2 },
};
