import { expect } from 'chai';
import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from '../../runner/subprocess';
import { releaseAssets } from '../release-assets';

const root = path.resolve(__dirname, '../..');

describe('the assets of a release', () => {
  let folder: string;
  let asset: string;
  const at = (command: string, ...args: string[]) => run({ command, args, cwd: folder, env: process.env });

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'ecs-cd-own-assets-'));
    ({ asset } = await releaseAssets());
    cpSync((await releaseAssets()).folder, folder, { recursive: true });
  });

  after(() => rmSync(folder, { recursive: true }));

  const componentsOf = async (list: unknown) => {
    const args = [path.join(root, '.ci/released-components.cjs')];
    return (await run({ command: 'node', args, env: process.env, stdin: JSON.stringify(list) })).stdout;
  };

  it('have a list of components that does not change when it is made again', async () => {
    const made = (chance: string) => {
      const metadata = { timestamp: chance, component: { name: chance, version: '1.0.0' } };
      return componentsOf({ serialNumber: chance, metadata, components: [] });
    };
    expect(await made('one')).to.equal(await made('two'));
  });

  it('are the bundle of this version with the licenses of what is in it, which runs, and a checksum that tells when it was changed', async () => {
    const { dependencies, scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
      dependencies: Readonly<Record<string, string>>;
      scripts: Readonly<Record<string, string>>;
    };
    expect(readdirSync(folder).toSorted()).to.deep.equal([asset, `${asset}.sha256`]);
    const bundle = readFileSync(path.join(folder, asset), 'utf8');
    for (const [name, wanted] of Object.entries(dependencies)) {
      expect(bundle, 'the license of each package').to.contain(`\n${name} ${wanted} (`);
    }
    const licensed = [...bundle.matchAll(/^(\S+) (\d+\.\d+\.\S+) \([^)]+\)$/gm)].map(
      ([, name, of]) => `${name}@${of}`,
    );
    const sbom = scripts['sbom']?.replace('dist/ecs-cd.cdx.json', path.join(folder, 'list.json')) ?? '';
    execFileSync('sh', ['-c', sbom], { cwd: root });
    const { components } = JSON.parse(readFileSync(path.join(folder, 'list.json'), 'utf8')) as {
      components: readonly Readonly<Record<'bom-ref', string>>[];
    };
    const listed = components.map((one) => one['bom-ref']);
    expect(listed).to.include.members(licensed);
    expect(listed.filter((one) => one.startsWith('mocha@'))).to.deep.equal([]);
    expect(bundle)
      .to.contain('Apache License\n')
      .and.contain('The above copyright notice and this permission notice');
    expect((await at('node', asset, '--help')).stdout).to.contain('ecs-cd deploy');
    expect(await at('sha256sum', '-c', `${asset}.sha256`)).to.include({
      exitCode: 0,
      stdout: `${asset}: OK`,
    });
    appendFileSync(path.join(folder, asset), ' ');
    expect(await at('sha256sum', '-c', `${asset}.sha256`)).to.include({ exitCode: 1 });
  });
});
