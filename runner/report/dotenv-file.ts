import type { Outputs } from '../settings/variables/known-names';
import { writeText, type ProjectFile } from './project-file';

/** GitLab refuses a larger report (GitLab docs, artifacts:reports:dotenv). */
const mostBytes = 5 * 1024;

/**
 * Writes the report that hands variables to later jobs. GitLab keeps quotes as they are and knows no blank lines,
 * comments or values of several lines, and it refuses the whole report after the job has done its work: so what it would
 * refuse is left out. Answers the names of that.
 */
export async function writeDotenv(place: Omit<ProjectFile, 'variable'>, values: Outputs): Promise<string[]> {
  const entries = fitting(Object.entries(values).filter(([, value]) => !/[\r\n\0]/.test(value)));
  await writeText({ ...place, variable: 'ECS_CD_DOTENV' }, textOf(entries));
  const written = entries.map(([name]) => name);
  return Object.keys(values).filter((name) => !written.includes(name));
}

type Entry = readonly [name: string, value: string];

/** The longest goes first: the verdict stays. */
function fitting(entries: readonly Entry[]): readonly Entry[] {
  if (Buffer.byteLength(textOf(entries)) <= mostBytes) return entries;
  const longest = entries.toSorted(([, a], [, b]) => b.length - a.length)[0];
  return fitting(entries.filter((entry) => entry !== longest));
}

function textOf(entries: readonly Entry[]): string {
  return entries.map(([name, value]) => `${name}=${value}\n`).join('');
}
