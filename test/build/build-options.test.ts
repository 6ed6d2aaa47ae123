import { expect } from 'chai';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildVariables } from '../../runner/settings/variables/build-variables';
import { buildOptions } from '../../runner/build/build-options';
import { openBuildFixture, type BuildFixture } from './build-fixture';

let fixture: BuildFixture;
beforeEach(async () => {
  fixture = await openBuildFixture();
  fixture.onCommand('build', 'exit 1');
});
afterEach(() => fixture.close());

const built = () => fixture.calls().find(({ command }) => command === 'build')!;

describe('the options of a build', () => {
  it('are the rows of both tables: of the variables, and of what they do', () => {
    expect([...new Set(buildOptions.map(({ variable }) => variable))]).to.deep.equal(
      buildVariables.map(({ name }) => name),
    );
  });

  it('are none where none is set', async () => {
    await fixture.build({ ECS_CD_DOCKERFILE: '', ECS_CD_BUILD_TARGET: '' });
    expect(built().args.filter((arg) => /^--(?!label|tag)/.test(arg))).to.deep.equal([]);
  });

  it('name a Dockerfile outside of the context, and a stage of it', async () => {
    writeFileSync(path.join(fixture.project, 'web.Dockerfile'), 'FROM scratch AS web\n');
    await fixture.build({ ECS_CD_DOCKERFILE: 'web.Dockerfile', ECS_CD_BUILD_TARGET: 'web' });
    const { args } = built();
    expect(args.join(' ')).to.contain(`--file ${fixture.project}/web.Dockerfile --target web`);
    expect(args.at(-1)).to.equal(path.join(fixture.project, 'app'));
  });
});
