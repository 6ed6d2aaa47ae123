import { expect } from 'chai';
import { parse, stringify } from 'yaml';
import { template } from '../pipeline/downstream';
import { createProject } from '../pipeline/git-project';
import { listJobs } from '../pipeline/gitlab-ci-local';
import { mappingOf } from '../pipeline/mapping';
import { examplesOf } from './yaml-examples';

/** gitlab-ci-local makes a pipeline whatever `workflow` says; this job has the same rules. */
const probe = 'there is a pipeline';

const events = {
  'a push': { of: { CI_COMMIT_BRANCH: 'idea' }, jobs: ['ecs-build'] },
  'a push to a branch with a merge request': {
    of: { CI_COMMIT_BRANCH: 'idea', CI_OPEN_MERGE_REQUESTS: 'acme/shop!1' },
    jobs: undefined,
  },
  'its merge request': {
    of: {
      CI_PIPELINE_SOURCE: 'merge_request_event',
      CI_MERGE_REQUEST_PROJECT_ID: '7',
      CI_MERGE_REQUEST_SOURCE_PROJECT_ID: '7',
    },
    jobs: ['plan staging'],
  },
};

describe('the example of a plan', () => {
  for (const [event, { of: predefined, jobs }] of Object.entries(events))
    it(`has ${jobs?.join() ?? 'no pipeline'} for ${event}, and no second pipeline beside it`, async () => {
      const { configuration } = examplesOf('docs/deploying.md').find(({ headline }) => headline === 'Plan')!;
      const example = mappingOf(parse(configuration), 'example');
      const { rules } = mappingOf(example['workflow'], 'workflow');
      const probed = stringify({ ...example, [probe]: { stage: 'build', script: 'true', rules } });
      const project = await createProject({ '.gitlab-ci.yml': probed });
      try {
        await project.publish('platform/ecs-cd', '1.0.0', { 'templates/deploy.yml': template });
        const unset = 'CI_COMMIT_BRANCH' in predefined ? [] : ['CI_COMMIT_BRANCH'];
        const listed = (
          await listJobs(project, { predefined: { CI_DEFAULT_BRANCH: 'main', ...predefined }, unset })
        )
          .filter(({ when }) => when !== 'never')
          .map(({ name }) => name);
        expect(listed.includes(probe) ? listed.filter((name) => name !== probe) : undefined).to.deep.equal(
          jobs,
        );
      } finally {
        await project.remove();
      }
    });
});
