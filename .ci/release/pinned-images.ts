import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { refuseIf } from './problems';
import type { Place } from './program';
import { runnerRepository } from './runner-repository';

/** The files that name images of others. */
const files = [
  '.gitlab-ci.yml',
  '.ci/component/ships.yml',
  '.ci/docker-bake.hcl',
  'runner/Dockerfile',
  'test/simulator/Dockerfile',
  'templates/deploy.yml',
];

/** Repository, tag and digest; what this project builds has a variable for its tag, or GitLab's for its registry. */
const named =
  /((?:\bimage: |- name: |\bdocker run .*? |_IMAGE=|^FROM |image=|generator=|default: ))(?!\$CI_)((?:[\w$.{}-]+(?::\d+)?\/)?[\w./-]+):([\w.-]+)(?:@(sha256:[0-9a-f]{64}))?(?=[\s"])/gm;

/** The images in a file that have a tag alone: it names another one tomorrow, and that would make the release. */
export function unpinnedImagesIn(text: string): readonly string[] {
  const images = [...text.matchAll(named)].filter(([, , , , digest]) => digest === undefined);
  return [...new Set(images.map(([, , repository, tag]) => `${repository}:${tag}`))];
}

/** Writes behind each image the digest that its tag names now. */
export async function pinImages(place: Place & { say(line: string): void }): Promise<void> {
  const { folder, env, say } = place;
  const hosts: Readonly<Record<string, string | undefined>> = {
    DOCKER_HUB: env['DOCKER_HUB'] ?? 'docker.io',
    GITLAB_REGISTRY: env['GITLAB_REGISTRY'] ?? 'registry.gitlab.com',
  };
  const addressOf = (repository: string) =>
    repository.replace(/^\$\{?(\w+)\}?/, (_, name: string) => hosts[name] ?? '');
  const missing: string[] = [];
  for (const file of files) {
    let text = await readFile(path.join(folder, file), 'utf8');
    for (const [whole, before = '', repository = '', tag = '', pinned] of text.matchAll(named)) {
      const digest = await runnerRepository(addressOf(repository), place).digestOf(tag);
      if (digest === undefined) missing.push(`${file}: ${repository}:${tag} is not in its registry`);
      else if (digest !== pinned) {
        text = text.replaceAll(whole, `${before}${repository}:${tag}@${digest}`);
        say(`${file}: ${repository}:${tag} is ${digest}`);
      }
    }
    await writeFile(path.join(folder, file), text);
  }
  refuseIf(missing, 'these images have no digest:');
}
