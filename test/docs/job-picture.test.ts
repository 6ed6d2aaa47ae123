import { expect } from 'chai';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { play } from '../scenarios/play';
import type { Scenario } from '../scenarios/scenario';
import { scenarioNamed } from '../scenarios/scenario-files';
import { jobPicture } from './job-picture';
import { likeAnyOther } from './like-any-other';
import { pageOf, root } from './pages';

const isUpdate = process.env['ECS_CD_UPDATE_README'] === '1';

const jobs: readonly (readonly [file: string, title: string, scenario: Scenario])[] = [
  ['docs/green-job.svg', 'The log of a deploy job that succeeded', scenarioNamed('endings/success')],
  [
    'docs/red-job.svg',
    'The log of a deploy job whose release crashed and was rolled back',
    scenarioNamed('causes/crash'),
  ],
];

describe('a picture of a job', () => {
  for (const [file, title, scenario] of jobs) {
    it(`has the words and colours of a run, and the README shows it: ${file}`, async () => {
      const env = { ...scenario.env, GITLAB_CI: 'true' };
      const picture = await jobPicture(likeAnyOther((await play({ ...scenario, env })).facts.log), title);
      const place = path.join(root, file);
      if (isUpdate) writeFileSync(place, picture);
      expect(existsSync(place) && readFileSync(place, 'utf8')).to.equal(picture);
      expect(picture).to.match(/class="(?:good|warn)">verdict /);
      expect(pageOf('README.md').text).to.contain(`](${file})`);
    });
  }
});
