import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { versionedFiles, type ProjectTexts } from './project-texts';

export interface ProjectFiles {
  read(): Promise<ProjectTexts>;
  /** Answers the paths of the files that it changed. */
  write(texts: ProjectTexts): Promise<readonly string[]>;
}

const names = Object.keys(versionedFiles) as (keyof ProjectTexts)[];

export function projectFilesIn(folder: string): ProjectFiles {
  const pathOf = (name: keyof ProjectTexts) => path.join(folder, versionedFiles[name]);
  const read = async () => {
    const texts = names.map(async (name) => [name, await readFile(pathOf(name), 'utf8')] as const);
    return Object.fromEntries(await Promise.all(texts)) as ProjectTexts;
  };
  return {
    read,
    async write(texts) {
      const before = await read();
      const changed = names.filter((name) => texts[name] !== before[name]);
      for (const name of changed) await writeFile(pathOf(name), texts[name]);
      return changed.map((name) => versionedFiles[name]);
    },
  };
}
