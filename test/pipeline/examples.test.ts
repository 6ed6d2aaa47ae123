import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { exampleJob, exampleOf } from './jobs/container-job';
import { template } from './downstream';
import { createProject } from './git-project';
import { expandPipeline } from './gitlab-ci-local';

const reference = readFileSync(path.resolve(__dirname, '../../docs/reference.md'), 'utf8');
const examples = readdirSync(path.join(__dirname, 'examples')).map((file) => path.parse(file).name);

describe('the example pipelines', function () {
  it('are all shown in docs/reference.md, and say when to choose them', () => {
    expect(examples).to.have.length(4);
    for (const example of examples) {
      expect(reference).to.contain(`(../test/pipeline/examples/${example}.yml)`);
      expect(exampleOf(example)).to.match(/^# .*Choose it where /);
    }
  });

  for (const example of examples) {
    it(`${example} is read by gitlab-ci-local as by our renderer`, async () => {
      const project = await createProject({ '.gitlab-ci.yml': exampleOf(example) });
      try {
        await project.publish('platform/ecs-cd', '1.0.0', { 'templates/deploy.yml': template });
        const { exitCode, output, expanded } = await expandPipeline(project);
        expect(exitCode, output).to.equal(0);
        for (const job of ['ecs-build', 'deploy staging']) {
          const { image, script, before_script: before } = exampleJob(example, job);
          expect(expanded[job]).to.deep.include({ image, script });
          if (before !== undefined) expect(expanded[job]).to.deep.include({ before_script: before });
        }
      } finally {
        await project.remove();
      }
    });
  }
});
