import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RunReport } from '../../../runner/report/page/run-report';
import { play } from '../../scenarios/play';
import { scenarioFiles } from '../../scenarios/scenario-files';

export interface Reported {
  readonly json: RunReport;
  readonly html: string;
  readonly markdown: string;
  readonly junit: string;
  readonly annotations: string;
  readonly log: string;
  readonly exitCode: number;
  /** All that it left. */
  readonly files: readonly string[];
}

const jobUrl = 'https://gitlab.example.com/team/web/-/jobs/4711';

/** What a run leaves in the folder of its project. */
export async function reportedBy(
  run: (
    env: Readonly<Record<string, string>>,
  ) => Promise<{ readonly log: string; readonly exitCode: number }>,
): Promise<Reported> {
  const folder = mkdtempSync(path.join(tmpdir(), 'ecs-cd-report-'));
  try {
    const { log, exitCode } = await run({ CI_PROJECT_DIR: folder, CI_JOB_URL: jobUrl });
    const read = (file: string) => readFileSync(path.join(folder, file), 'utf8');
    return {
      json: JSON.parse(read('ecs-cd-report.json')) as RunReport,
      html: read('ecs-cd-report.html'),
      markdown: read('ecs-cd-report.md'),
      junit: read('ecs-cd-report.xml'),
      annotations: read('ecs-cd-annotations.json'),
      ...{ log, exitCode, files: readdirSync(folder) },
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The same of a scenario by its name, such as `causes/crash`. */
export function reportOfScenario(name: string): Promise<Reported> {
  const file = scenarioFiles().find((each) => each.name === name);
  if (!file) throw new Error(`there is no scenario ${name}`);
  const { scenario } = file;
  return reportedBy(async (env) => (await play({ ...scenario, env: { ...scenario.env, ...env } })).facts);
}

/** A report in which each text of others is this one. */
export function withTexts(report: RunReport, text: string): RunReport {
  const kept = /^(version|verdict|command|at|startedAt|endedAt|kind|fault|severity|exitCode)$/;
  return JSON.parse(JSON.stringify(report), (key, value: unknown) =>
    typeof value === 'string' && !kept.test(key) ? text : value,
  ) as RunReport;
}
