import { shifted } from '../given-shift';
import type { Scenario } from '../scenario';

const hookTargetArn = 'arn:aws:lambda:eu-central-1:123456789012:function:check';

export const scenario: Scenario = {
  what: 'the function of a lifecycle hook rejects the release on test traffic',
  fixture: {
    service: shifted,
    configuration: {
      strategy: 'BLUE_GREEN',
      lifecycleHooks: [
        {
          targetType: 'AWS_LAMBDA',
          hookTargetArn,
          roleArn: 'arn:aws:iam::123456789012:role/web-hook',
          lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'],
        },
      ],
    },
  },
  given: ({ aws }) => aws.world.setTimings({ lambdaHookMs: 600_000 }),
  during: {
    60: ({ aws }) =>
      aws.world.giveUp(
        'shop',
        'web',
        { hook: 'POST_TEST_TRAFFIC_SHIFT' },
        `Lifecycle hook target ${hookTargetArn} returned FAILED status.`,
      ),
  },
  expected: {
    verdict: 'rolled-back',
    exitCode: 6,
    words: ['the lifecycle hook check rejected the release', "see the function's own log"],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
