import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** The files that name a version. */
export const versionedFiles = {
  packageJson: 'package.json',
  packageLock: 'package-lock.json',
  changelog: 'CHANGELOG.md',
  template: 'templates/deploy.yml',
  readme: 'README.md',
  deploying: 'docs/deploying.md',
  examples: 'docs/examples.md',
  images: 'docs/images.md',
  operate: 'docs/operate.md',
  permissions: 'docs/permissions.md',
  reference: 'docs/reference.md',
  security: 'docs/security.md',
} as const;

/** Those among them that tell their readers which version to take. */
export const versionedPages = [
  'readme',
  'deploying',
  'examples',
  'images',
  'operate',
  'permissions',
  'reference',
  'security',
] as const;

export type ProjectTexts = Readonly<Record<keyof typeof versionedFiles, string>>;

const files = Object.entries(versionedFiles) as [keyof ProjectTexts, string][];

export async function readProject(folder: string): Promise<ProjectTexts> {
  const texts = files.map(async ([name, file]) => [name, await readFile(path.join(folder, file), 'utf8')]);
  return Object.fromEntries(await Promise.all(texts)) as ProjectTexts;
}

export async function writeProject(folder: string, texts: ProjectTexts): Promise<void> {
  for (const [name, file] of files) await writeFile(path.join(folder, file), texts[name]);
}
