import { expect } from 'chai';
import { skipWithout } from '../ci/needed-programs';
import { engineForTests } from '../engine/engine-for-tests';
import { rehearseRelease } from './release-rehearsal';

describe('npm run release -- rehearse', function () {
  this.timeout(600_000);

  it('goes from a commit to a project that deploys with the image that was tested, and does so again', async function () {
    await skipWithout(this, 'skopeo', 'umoci');
    const engine = (await engineForTests()) ?? this.skip();
    const steps = await rehearseRelease({ say: () => undefined, signal: new AbortController().signal }, () =>
      Promise.resolve({ ...engine, stop: () => Promise.resolve() }),
    );
    expect(steps.map(({ name }) => name)).to.include.members([
      'publish',
      'a year later: the first job again',
    ]);
  });
});
