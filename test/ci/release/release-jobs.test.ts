import { expect } from 'chai';
import { build } from 'esbuild';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { run } from '../../../runner/subprocess';
import { readProject } from '../../../.ci/release/project-files';
import { disagreementsOf, releaseStateOf } from '../../../.ci/release/release-state';
import { templateImageOf } from '../../../.ci/release/template-image';
import { mappingOf } from '../../pipeline/mapping';
import { skipWithout } from '../needed-programs';
import { bundle, checksumOf, openReleaseGround, type ReleaseGround } from './release-ground';
import { fileOf } from '../scenario-run';

/** The last line of a job in .gitlab-ci.yml, without npm. */
function argumentsOf(job: string): readonly string[] {
  const { script } = mappingOf(mappingOf(parse(fileOf('.gitlab-ci.yml')), 'pipeline')[job], job);
  const line = [script].flat().map(String).at(-1) ?? '';
  expect(line).to.match(/^npm run release -- /);
  return line.replace('npm run release -- ', '').split(' ');
}

describe('the jobs of a release, as programs', () => {
  let ground: ReleaseGround;
  let program: string;

  before(async function () {
    await skipWithout(this, 'skopeo', 'umoci');
    ground = await openReleaseGround();
    program = path.join(ground.project.folder, 'dist/release.cjs');
    // As one file it starts in a third of the time.
    await build({
      entryPoints: ['.ci/main.ts'],
      bundle: true,
      platform: 'node',
      external: ['../test/*'],
      outfile: program,
    });
  });

  after(() => (ground as ReleaseGround | undefined)?.close());

  async function release(args: readonly string[], more: Readonly<Record<string, string>> = {}) {
    const { project, images, gitlab } = ground;
    const { exitCode, stdout, stderr } = await run({
      command: process.execPath,
      args: [program, ...args],
      cwd: project.folder,
      env: {
        ...project.env,
        ...images.env,
        CI_DEFAULT_BRANCH: 'main',
        CI_PROJECT_ID: '7',
        CI_PROJECT_URL: project.url,
        CI_SERVER_URL: 'https://gitlab.com',
        CI_API_V4_URL: gitlab.url,
        CI_JOB_TOKEN: gitlab.jobToken,
        CI_REGISTRY_IMAGE: images.project,
        CI_REGISTRY_PASSWORD: 'a-password',
        RELEASE_TOKEN: 'a-token',
        ...more,
      },
    });
    return { exitCode, stdout, stderr };
  }

  async function succeed(args: readonly string[], more?: Readonly<Record<string, string>>): Promise<string> {
    const { exitCode, stdout, stderr } = await release(args, more);
    expect(exitCode, stderr).to.equal(0);
    return stdout;
  }

  const left = (name: string) => readFile(path.join(ground.project.folder, 'dist', name), 'utf8');

  it('go from a tested commit through a stamped one to a published tag, with the image that was tested', async () => {
    const { project, images, gitlab, version } = ground;
    const tested = await ground.sha('HEAD');
    const digest = await ground.pushImage();

    // A hook stands for all that a commit can start.
    const seen = path.join(project.folder, 'dist', 'seen-by-the-hook');
    const hook = `#!/bin/sh\nenv > '${seen}'\n`;
    await writeFile(path.join(project.folder, '.git/hooks/pre-commit'), hook, { mode: 0o755 });
    await succeed(argumentsOf('prepare release'));
    expect(await readFile(seen, 'utf8'))
      .to.contain('GIT_TERMINAL_PROMPT=0')
      .and.not.contain('a-token')
      .and.not.contain('a-password')
      .and.not.contain(Buffer.from('oauth2:a-token').toString('base64'));
    expect(await project.git('log', '--format=%s', '-1')).to.equal(`Release ${version}`);
    expect(await ground.sha('HEAD^')).to.equal(tested);
    expect(await project.git('ls-remote', 'origin', 'refs/heads/main')).to.contain(await ground.sha('HEAD'));
    expect(await project.git('ls-remote', 'origin', `refs/tags/${version}^{}`)).to.contain(
      await ground.sha('HEAD'),
    );
    const texts = await readProject(project.folder);
    expect(disagreementsOf(releaseStateOf(texts))).to.deep.equal([]);
    expect(templateImageOf(texts.template)).to.equal(`${images.project}/runner:${version}@${digest}`);
    expect(images.digestOf(version), 'nothing is published yet').to.equal(undefined);

    await ground.writeAssets();
    await succeed(argumentsOf('publish'), { CI_COMMIT_TAG: version });
    expect(images.digestOf(version)).to.equal(digest);
    const folder = `/projects/7/packages/generic/ecs-cd/${version}/ecs-cd-${version}`;
    expect([...gitlab.files.keys()]).to.deep.equal(
      ['.cjs', '.cjs.sha256', '.cdx.json'].map((end) => folder + end),
    );
    const notes = await left('release-notes.md');
    expect(notes)
      .to.contain('- Something that was wrong.')
      .and.contain(`${images.project}/runner:${version}@${digest}`)
      .and.contain(`cosign verify ${images.project}/runner@${digest}`)
      .and.contain(checksumOf(bundle));
    expect(await left('release.env')).to.equal(`RELEASE_IMAGE=${images.project}/runner@${digest}\n`);
  });

  it('say which variables they miss, all of them', async () => {
    const bare = await release(['publish'], { CI_COMMIT_TAG: '', CI_JOB_TOKEN: '' });
    expect(bare.exitCode).to.equal(1);
    expect(bare.stderr).to.contain('CI_COMMIT_TAG is not set').and.contain('CI_JOB_TOKEN is not set');
  });

  it('know no other commands', async () => {
    const { exitCode, stderr } = await release(['publish', '--push']);
    expect(exitCode).to.equal(1);
    expect(stderr).to.match(/^npm run release -- COMMAND/);
  });
});
