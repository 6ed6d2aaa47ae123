import { expect } from 'chai';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
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
    void expect(world.imageDigest('team/web', 'live-staging')).to.equal(world.imageDigest('team/web', 'v2')),
};
