// `npm run pin`: writes into runner/base-images.json which image each tag names now. Run it where the registries can be
// reached, with logins from Docker's config.json if there are any, look at what changed, and commit it.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pinnedReference } from './pinned-reference';

const file = process.env['BASE_IMAGES'] ?? path.resolve(__dirname, '../runner/base-images.json');

async function pin(): Promise<void> {
  const images = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, string>>;
  const logins = loginsOf(process.env);
  const pinned: Record<string, string> = {};
  // All or none: half a file would build a mix of then and now.
  for (const [name, image] of Object.entries(images)) pinned[name] = await pinnedReference(image, logins);
  for (const [name, image] of Object.entries(pinned))
    console.log(`${image === images[name] ? 'unchanged' : 'pinned   '}  ${name}  ${image}`);
  writeFileSync(file, `${JSON.stringify(pinned, null, 2)}\n`);
}

/** `Basic` credentials by registry, as `docker login` left them. */
function loginsOf({ DOCKER_CONFIG, HOME = '' }: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  try {
    const config = readFileSync(path.join(DOCKER_CONFIG ?? `${HOME}/.docker`, 'config.json'), 'utf8');
    const { auths = {} } = JSON.parse(config) as { auths?: Record<string, { auth?: string }> };
    return Object.fromEntries(
      Object.entries(auths).flatMap(([registry, { auth }]) => (auth === undefined ? [] : [[registry, auth]])),
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}

pin().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
