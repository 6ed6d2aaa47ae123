import { definitionOf } from '../../preflight/look-ahead';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'older revisions that nobody needs are deregistered once the new one is verified',
  env: { ECS_CD_KEEP_REVISIONS: '2' },
  given: (fixture) => {
    const tags = [{ key: 'ecs-cd:commit', value: 'before' }];
    for (let count = 0; count < 3; count += 1)
      fixture.aws.world.registerTaskDefinition({ ...definitionOf(fixture), family: 'web', tags });
  },
  expected: {
    verdict: 'succeeded',
    words: ['retention   web:3 deregistered: not among the newest 2, and in no use', 'web:2 deregistered'],
    absent: ['web:4 deregistered', 'web:1 deregistered'],
    changes: [
      'RegisterTaskDefinition',
      'UpdateService',
      'DeregisterTaskDefinition',
      'DeregisterTaskDefinition',
    ],
  },
  truth: { taskDefinition: 'web:5', healthyCount: 2 },
};
