import { expect } from 'chai';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pinImages, unpinnedImagesIn } from '../../.ci/release/pinned-images';
import { openImageRegistry, type ImageRegistry } from './image-registry';
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

  const pin = (said: string[]) =>
    pinImages({
      folder,
      env: { PATH: process.env['PATH'], ...images.env },
      say: (line) => void said.push(line),
    });

  it('writes the digest that a tag has today, and says which tags are not there', async () => {
    const tags = ['29-cli', '3.23'];
    const digests = await Promise.all(tags.map((tag) => images.push(tag, {})));
    for (const file of [
      'runner/Dockerfile',
      '.gitlab-ci.yml',
      '.ci/docker-bake.hcl',
      '.ci/component/ships.yml',
    ])
      await writeFile(path.join(folder, file), '');
    const own = `${images.project}/runner`;
    await writeFile(path.join(folder, 'templates/deploy.yml'), `default: ${own}:none\n`);
    await writeFile(path.join(folder, 'test/simulator/Dockerfile'), `FROM ${own}:29-cli\nCOPY a /\n`);
    await writeFile(
      path.join(folder, '.gitlab-ci.yml'),
      `image: ${own}:3.23@sha256:${'a'.repeat(64)}\nimage: $CI_REGISTRY_IMAGE/runner:1.0.0\n`,
    );
    const said: string[] = [];
    const refusal = await pin(said).catch(String);
    expect(refusal).to.contain(`templates/deploy.yml: ${own}:none is not in its registry`);
    expect(await textOf('test/simulator/Dockerfile')).to.equal(
      `FROM ${own}:29-cli@${digests[0]}\nCOPY a /\n`,
    );
    expect(await textOf('.gitlab-ci.yml')).to.equal(
      `image: ${own}:3.23@${digests[1]}\nimage: $CI_REGISTRY_IMAGE/runner:1.0.0\n`,
    );
    expect(said).to.have.length(2);
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
