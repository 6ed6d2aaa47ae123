import type { Mapping } from '../../pipeline/mapping';
import { greetingOf, playCanary } from './canary';
import { canaryService } from './canary-service';
import type { Rehearsal } from '../rehearsal';
import { commitOf } from '../sample-project';

const gateJob = (answer: 'continue' | 'reject'): Mapping => ({
  extends: `.ecs-${answer}`,
  variables: { STAGE: 'production' },
  needs: ['deploy production'],
});

/** The story of a canary as jobs of the real template, with containers behind a proxy. */
export const canary: Rehearsal = {
  cloud: {
    greeting: greetingOf(1),
    deploymentConfiguration: canaryService.configuration,
    isLoadBalanced: true,
  },
  greeting: greetingOf(1),
  moreJobs: { 'continue production': gateJob('continue'), 'reject production': gateJob('reject') },
  asIntended:
    'version 2 went out step by step as it was let go on; version 3 was rejected, and version 2 answers',
  play: ({ cloud, project, pipeline }, story) =>
    playCanary(
      {
        async commit(version) {
          await project.commit(commitOf(greetingOf(version)));
          const { exitCode } = await pipeline({ jobs: ['ecs-build'] });
          if (exitCode !== 0) throw new Error(`the build of version ${version} failed`);
        },
        job: async (name) => (await pipeline({ jobs: [`${name} production`] })).output,
        ask: () => cloud.ask('production'),
      },
      story,
    ),
};
