import { expect } from 'chai';
import { reported } from '../../../runner/commands/commands';
import { reportOfScenario } from '../../report/page/reported';
import { jobOf, pipelineWith } from '../downstream';
import { listOf, mappingOf } from '../mapping';

const hidden = ['deploy', 'follow', 'continue', 'reject', 'rollback', 'run-task'] as const;
const more = Object.fromEntries(
  hidden.map((name) => [`my ${name}`, { extends: `.ecs-${name}`, variables: { STAGE: 'staging' } }]),
);
const pipeline = pipelineWith({}, more);

describe('the artifacts of a job that leaves a report', () => {
  it('are those of each command that writes one', () => {
    expect(reported).to.have.members(hidden);
  });

  for (const name of hidden)
    it(`are shown on the merge request, for developers alone, however ${name} ends`, () => {
      expect(jobOf(pipeline, `my ${name}`).artifacts).to.deep.equal({
        when: 'always',
        expose_as: 'Deployment report',
        paths: ['ecs-cd-report.html', 'ecs-cd-report.json', 'ecs-cd-report.md'],
        access: 'developer',
        reports: {
          dotenv: 'ecs-cd.env',
          annotations: 'ecs-cd-annotations.json',
          junit: 'ecs-cd-report.xml',
        },
      });
    });

  it('are the files that a run writes, and no others', async () => {
    const { paths, reports } = mappingOf(jobOf(pipeline, 'my deploy').artifacts, 'artifacts');
    const named = [...listOf(paths), ...Object.values(mappingOf(reports, 'reports'))];
    const { files } = await reportOfScenario('endings/success');
    expect(files).to.have.members(named);
  });
});
