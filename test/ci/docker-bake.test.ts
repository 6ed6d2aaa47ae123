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
  let bake: { readonly target: Readonly<Record<string, readonly [Target]>>; readonly variable: object };
  const images = mappingOf(mappingOf(parse(fileOf('.gitlab-ci.yml')), 'pipeline').images, 'images');

  before(async () => {
    bake = (await parseHcl('docker-bake.hcl', fileOf('.ci/docker-bake.hcl'))) as typeof bake;
  });

  it('gives no Dockerfile an argument that it does not know, and leaves none out that has no default', () => {
    for (const [name, [{ dockerfile, args = {} }]] of Object.entries(bake.target)) {
      const known = [...fileOf(dockerfile).matchAll(/^ARG (\w+)(=.*)?$/gm)];
      const withDefault = known.flatMap(([, arg, value]) => (value ? [arg] : []));
      const asked = known.flatMap(([, arg = '']) => (withDefault.includes(arg) ? [] : [arg]));
      // BuildKit knows it.
      expect(Object.keys(args), name).to.have.members(asked.filter((arg) => arg !== 'TARGETARCH'));
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
    expect(rest).to.deep.equal([
      'docker buildx bake --file .ci/docker-bake.hcl --metadata-file dist/images.json',
    ]);
    const others = Object.keys(bake.variable).filter((name) => name !== 'VERSION');
    expect(others.filter((name) => !name.startsWith('CI_'))).to.deep.equal([]);
  });

  it('leaves behind which images were pushed', () => {
    expect(images.artifacts).to.deep.include({ paths: ['dist/images.json'] });
  });
});
