import { expect } from 'chai';
import { build, goodEnv, problemsOf, rollback } from './environments';

describe('settings of the repository', () => {
  it('of a rollback need the repository where its image is to get a tag', () => {
    const env = { ...goodEnv, REPOSITORY_URL: '' };
    expect(rollback(env).repository).to.equal(undefined);
    const subjects = problemsOf('rollback', { ...env, ECS_CD_LIVE_TAG: 'live' }).map(
      ({ subject }) => subject,
    );
    expect(subjects).to.deep.equal(['REPOSITORY_URL']);
  });

  it('of a build take further tags, and a key that is one', () => {
    const { build: how } = build({ ...goodEnv, ECS_CD_ALSO_TAG: 'latest, v1' });
    expect(how.alsoTags).to.deep.equal(['latest', 'v1']);
    const wrong = { ...goodEnv, ECS_CD_ALSO_TAG: 'latest,a/b', ECS_CD_KMS_KEY_ARN: 'alias/ecr' };
    const subjects = problemsOf('build', wrong).map(({ subject }) => subject);
    expect(subjects).to.deep.equal(['ECS_CD_ALSO_TAG', 'ECS_CD_KMS_KEY_ARN']);
  });
});
