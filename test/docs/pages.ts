import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const root = path.resolve(__dirname, '../..');

export interface Page {
  /** Path from the project's root. */
  readonly file: string;
  readonly text: string;
}

/** A fenced block of a page. */
export interface Block {
  readonly language: string;
  readonly text: string;
  /** The headline above it. */
  readonly headline: string;
}

export function pageOf(file: string): Page {
  return { file, text: readFileSync(path.join(root, file), 'utf8') };
}

/** Every page that somebody reads. */
export function pages(): readonly Page[] {
  const docs = readdirSync(path.join(root, 'docs')).filter((name) => name.endsWith('.md'));
  return ['README.md', 'CONTRIBUTING.md', ...docs.toSorted().map((name) => `docs/${name}`)].map(pageOf);
}

export function blocksOf({ text }: Page): readonly Block[] {
  const fence = /^( *)```(\w*)\n([^]*?)^\1```$/gm;
  return [...text.matchAll(fence)].map((match) => ({
    language: match[2] ?? '',
    text: match[3] ?? '',
    headline: headlinesOf(text.slice(0, match.index)).at(-1) ?? '',
  }));
}

export function headlinesOf(text: string): readonly string[] {
  const withoutBlocks = text.replace(/^( *)```[^]*?^\1```$/gm, '');
  return [...withoutBlocks.matchAll(/^#{1,6} (.+)$/gm)].map(([, headline = '']) => headline);
}

/** What GitLab and GitHub make of a headline: a link ends in `#this`. */
export function anchorOf(headline: string): string {
  return headline
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The tables below a headline, up to the next one. */
export function tablesBelow({ file, text }: Page, headline: string): readonly Table[] {
  const [, after] = text.split(new RegExp(`^#+ ${headline}$`, 'm'));
  if (after === undefined) throw new Error(`${file} has no headline ${headline}`);
  const [section = ''] = after.split(/^#+ /m);
  return [...section.matchAll(/(?:^\|.*\|\n)+/gm)].map(([table]) => {
    const [head = [], , ...rows] = table.trimEnd().split('\n').map(cellsOf);
    return { head, rows };
  });
}

function cellsOf(line: string): readonly string[] {
  return line
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim());
}
