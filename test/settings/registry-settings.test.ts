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

  it('of a build take further tags', () => {
    const { build: how } = build({ ...goodEnv, ECS_CD_ALSO_TAG: 'latest, v1' });
    expect(how.alsoTags).to.deep.equal(['latest', 'v1']);
    const wrong = problemsOf('build', { ...goodEnv, ECS_CD_ALSO_TAG: 'latest,a/b' });
    expect(wrong.map(({ subject }) => subject)).to.deep.equal(['ECS_CD_ALSO_TAG']);
  });
});
