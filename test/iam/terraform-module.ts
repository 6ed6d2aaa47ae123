import { parse } from '@cdktn/hcl2json';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { mappingOf, type Mapping } from '../pipeline/mapping';

export const root = path.resolve(__dirname, '../../terraform');

/** The blocks of all files of a module. */
export async function moduleIn(folder: string): Promise<Mapping> {
  const files = readdirSync(path.join(root, folder)).filter((file) => file.endsWith('.tf'));
  const text = files.map((file) => readFileSync(path.join(root, folder, file), 'utf8')).join('\n');
  return mappingOf(await parse('module.tf', text), folder);
}
export const namesOf = (blocks: unknown) => Object.keys(mappingOf(blocks ?? {}, 'blocks'));
