import { expect } from 'chai';
import { exitCodes } from '../../../runner/errors';
import { run } from '../../../runner/subprocess';
import { scriptOf } from '../jobs/container-job';
import { jobOf, pipelineWith } from '../downstream';

describe('a build job that the project lets extend something of its own', () => {
  it('says in its first line that it has lost its settings, and how to keep them', async () => {
    const tagged = { '.mine': { tags: ['privileged'] }, 'ecs-build': { extends: '.mine' } };
    const lost = jobOf(pipelineWith({}, tagged), 'ecs-build');
    expect(lost).not.to.have.property('image');
    const args = ['-c', scriptOf(lost)];
    const { exitCode, stdout } = await run({ command: '/bin/sh', args, env: { PATH: '/nowhere' } });
    expect(exitCode).to.equal(exitCodes['invalid-usage']);
    expect(stdout).to.match(/^This job has lost the image .* let its extends begin with \.PREFIX-build /);
    const kept = { ...tagged, 'ecs-build': { extends: ['.ecs-build', '.mine'] } };
    expect(jobOf(pipelineWith({}, kept), 'ecs-build')).to.deep.equal({
      ...jobOf(pipelineWith(), 'ecs-build'),
      tags: ['privileged'],
    });
  });
});
