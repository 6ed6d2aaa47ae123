import { parse as parseHcl } from '@cdktn/hcl2json';
import { expect } from 'chai';
import { parse } from 'yaml';
import { run } from '../../runner/subprocess';
import { listOf, mappingOf } from '../pipeline/mapping';
import { fileOf } from './scenario-run';

interface Target {
  readonly dockerfile: string;
  readonly args?: Readonly<Record<string, string>>;
}

describe('the file that says what images are built', () => {
  let target: Readonly<Record<string, readonly [Target]>>;
  let variable: object;
  const images = mappingOf(mappingOf(parse(fileOf('.gitlab-ci.yml')), 'pipeline').images, 'images');

  before(async () => {
    ({ target, variable } = (await parseHcl('docker-bake.hcl', fileOf('.ci/docker-bake.hcl'))) as {
      target: typeof target;
      variable: object;
    });
  });

  it('gives no Dockerfile an argument that it does not know, and leaves none out that has no default', () => {
    for (const [name, [{ dockerfile, args = {} }]] of Object.entries(target)) {
      const known = [...fileOf(dockerfile).matchAll(/^ARG (\w+)(=.*)?$/gm)];
      const withDefault = known.flatMap(([, arg, value]) => (value ? [arg] : []));
      const asked = known.flatMap(([, arg = '']) => (withDefault.includes(arg) ? [] : [arg]));
      // BuildKit knows the architecture; where all images come from is one variable.
      const given = [...asked.filter((arg) => arg !== 'TARGETARCH'), 'DOCKER_HUB'];
      expect(Object.keys(args), name).to.have.members(given);
      expect(withDefault).to.include('DOCKER_HUB');
    }
  });

  it('needs what GitLab sets, and the version of package.json, which the job reads', async () => {
    const [line = '', ...rest] = listOf(images.script).map(String);
    const { stdout } = await run({
      command: 'sh',
      args: ['-c', `${line}; echo "$VERSION"`],
      env: process.env,
    });
    expect(stdout.trim()).to.equal((JSON.parse(fileOf('package.json')) as { version: string }).version);
    expect(rest).to.have.length(1);
    const bake = 'docker buildx bake --file .ci/docker-bake.hcl --metadata-file dist/images.json || ';
    expect(rest[0]?.startsWith(bake)).to.equal(true);
    expect(rest[0], 'what to do where an image is not there').to.contain('npm run pin');
    const others = Object.keys(variable).filter((name) => !['VERSION', 'DOCKER_HUB'].includes(name));
    expect(others.filter((name) => !name.startsWith('CI_'))).to.deep.equal([]);
  });

  it('leaves behind which images were pushed', () => {
    expect(images.artifacts).to.deep.include({ paths: ['dist/images.json'] });
  });
});
