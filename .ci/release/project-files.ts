import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

const docs = ['deploying', 'examples', 'images', 'operate', 'permissions', 'reference', 'security'] as const;
type Page = 'readme' | (typeof docs)[number];

/** The pages that tell their readers which version to take. */
export const versionedPages: readonly Page[] = ['readme', ...docs];

const pages = [['readme', 'README.md'], ...docs.map((name) => [name, `docs/${name}.md`])];

/** The files that name a version. */
export const versionedFiles = {
  packageJson: 'package.json',
  packageLock: 'package-lock.json',
  changelog: 'CHANGELOG.md',
  template: 'templates/deploy.yml',
  ...(Object.fromEntries(pages) as Readonly<Record<Page, string>>),
} as const;

export type ProjectTexts = Readonly<Record<keyof typeof versionedFiles, string>>;

const files = Object.entries(versionedFiles) as [keyof ProjectTexts, string][];

export async function readProject(folder: string): Promise<ProjectTexts> {
  const texts = files.map(async ([name, file]) => [name, await readFile(path.join(folder, file), 'utf8')]);
  return Object.fromEntries(await Promise.all(texts)) as ProjectTexts;
}

export async function writeProject(folder: string, texts: ProjectTexts): Promise<void> {
  for (const [name, file] of files) await writeFile(path.join(folder, file), texts[name]);
}
