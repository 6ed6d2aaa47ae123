import { expect } from 'chai';
import { tasks } from '../given/givens';
import type { Scenarios } from '../scenario';

export const scenarios: Scenarios = {
  'live-tag': {
    what: 'the image that serves gets the live tag, which another one had',
    env: { ECS_CD_LIVE_TAG: 'live-staging' },
    given: ({ aws }) => void aws.world.putImage('team/web', 'live-staging', { revision: 'older' }),
    expected: {
      verdict: 'succeeded',
      words: ['live-staging is sha256:'],
      changes: ['RegisterTaskDefinition', 'UpdateService', 'PutImage'],
    },
    truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
    check: ({ aws: { world } }) =>
      void expect(world.imageDigest('team/web', 'live-staging')).to.equal(
        world.imageDigest('team/web', 'v2'),
      ),
  },
  'live-tag-after-rollback': {
    what: 'the image that serves after a rollback gets the live tag',
    env: { ECS_CD_LIVE_TAG: 'live-staging' },
    given: tasks({ kind: 'crash', exitCode: 1 }),
    expected: { verdict: 'rolled-back', words: ['live tag', 'live-staging is sha256:'] },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
    check: ({ aws: { world } }) =>
      void expect(world.imageDigest('team/web', 'live-staging')).to.equal(
        world.imageDigest('team/web', 'v1'),
      ),
  },
};
