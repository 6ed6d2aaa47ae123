import { somebodyDeploys, tasks } from '../givens';
import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'somebody else deploys in the very moment in which the failed deployment is put back',
  given: (fixture) => {
    const { aws } = fixture;
    tasks({ kind: 'crash', exitCode: 1 })(fixture);
    aws.faults.add({ operation: 'ListServiceDeployments', kind: 'access-denied', times: Infinity });
    // The tick, and the two looks before the update: there is no later one.
    let looks: number[] = [];
    aws.onCall(({ operation, at }) => {
      if (operation !== 'DescribeServices') return;
      looks = [...looks.filter((one) => one === at), at];
      if (looks.length === 3) somebodyDeploys(fixture);
    });
  },
  expected: {
    verdict: 'needs-attention',
    words: ['of outside:1, which somebody else had just started, was replaced', 'web:1 serves again'],
    cause: said.exited(1),
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsOfOthers: 1 },
};
