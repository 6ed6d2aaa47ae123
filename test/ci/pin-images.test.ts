import { expect } from 'chai';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { unpinnedImagesIn } from '../../.ci/release/pinned-images';
import { run } from '../../runner/subprocess';
import { openImageRegistry, type ImageRegistry } from './release/image-registry';
import { skipWithout } from './needed-programs';

const root = path.resolve(__dirname, '../..');
const places = ['.ci', '.gitlab-ci.yml', 'runner/Dockerfile', 'test/simulator/Dockerfile', 'templates'];

describe('npm run pin', () => {
  let images: ImageRegistry;
  let folder: string;
  const textOf = (file: string) => readFile(path.join(folder, file), 'utf8');

  before(async function () {
    await skipWithout(this, 'skopeo');
    images = await openImageRegistry();
    folder = await mkdtemp(path.join(tmpdir(), 'ecs-cd-pin-'));
    for (const place of places)
      await cp(path.join(root, place), path.join(folder, place), { recursive: true });
  });

  after(async () => {
    if (!(images as ImageRegistry | undefined)) return;
    await images.close();
    await rm(folder, { recursive: true });
  });

  it('writes the digest that a tag has today, and says which tags are not there', async () => {
    const [ours, kept] = [`sha256:${'a'.repeat(64)}`, `sha256:${'b'.repeat(64)}`];
    const own = `${images.project}/runner`;
    const digest = await images.push('29-cli', {});
    const name = own.slice(own.indexOf('/'));
    const files = {
      'test/simulator/Dockerfile': `FROM \${DOCKER_HUB}${name}:29-cli\nCOPY a /\n`,
      '.gitlab-ci.yml': `image: $DOCKER_HUB${name}:29-cli@${ours}\nimage: ${own}:none@${kept}\n`,
    };
    for (const file of [
      ...['runner/Dockerfile', '.ci/docker-bake.hcl', '.ci/component/ships.yml', 'templates/deploy.yml'],
      ...Object.keys(files),
    ])
      await writeFile(path.join(folder, file), (files as Readonly<Record<string, string>>)[file] ?? '');
    const { exitCode, stdout, lastLines } = await run({
      command: path.join(folder, '.ci/pin'),
      args: [],
      env: { PATH: process.env['PATH'], ...images.env, DOCKER_HUB: own.slice(0, own.indexOf('/')) },
    });
    expect(exitCode, lastLines.join('\n')).to.equal(1);
    expect(lastLines.join('\n')).to.contain(`${own}:none`);
    for (const [file, text] of Object.entries(files))
      expect(await textOf(file)).to.equal(text.replace(/:29-cli\S*/, `:29-cli@${digest}`));
    expect(stdout.trim().split('\n')).to.have.length(2);
  });
});

describe('the images of others', () => {
  const others = ['.gitlab-ci.yml', '.ci/component/ships.yml', '.ci/docker-bake.hcl', 'runner/Dockerfile'];
  for (const file of [...others, 'test/simulator/Dockerfile', 'templates/deploy.yml'])
    it(`are named by digest in ${file}`, async () => {
      const text = await readFile(path.join(root, file), 'utf8');
      expect(text).to.contain('@sha256:');
      expect(unpinnedImagesIn(text)).to.deep.equal([]);
    });
});
