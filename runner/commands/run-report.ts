import path from 'node:path';
import { verdictOf } from '../errors';
import type { JobLog } from '../log/job-log';
import { plainText } from '../log/plain-text';
import { recorderOf, type Recorder } from '../recording/recording';
import { annotationsOf, junitOf } from '../report/page/gitlab-reports';
import { markdownOf } from '../report/page/markdown';
import { pageOf } from '../report/page/page';
import {
  runReportOf,
  type RecordedService,
  type ReportFacts,
  type RunReport,
} from '../report/page/run-report';
import { writeText } from '../report/project-file';
import { exitCodeOf } from '../report/verdict-report';
import { gitlabJobOf } from '../settings/variables/gitlab-job';
import type { Host } from '../host';

/** What the report has to know of a service. */
export interface RecordedSettings {
  readonly aws: { readonly region: string };
  readonly place: { readonly cluster: string; readonly service: string };
  readonly revision?: { readonly stage: string };
}

/** The report of a run: it records while the run goes on, and is written at its end. */
export type RunRecord = ReturnType<typeof runRecordOf>;

const broken = 'the job ended before this run could say how it ended; what was under way goes on in AWS';

/** It never changes how a run ends: what cannot be written is a warning. */
export function runRecordOf(
  { command, tool }: Pick<ReportFacts, 'command' | 'tool'>,
  { env, cwd, clock, interruption }: Omit<Host, 'stdout' | 'stderr'>,
  log: JobLog,
) {
  const { projectDir, url, pipelineUrl, projectPath: project, ref, commit, user } = gitlabJobOf(env, cwd);
  const job = { url, pipelineUrl, project, ref, commit, user };
  const startedAt = clock.now();
  const told = new Set<string>();
  /** What keeps one file from being written mostly keeps all of them: each reason once. */
  const warn = (error: unknown) => {
    const { message, cause } = error instanceof Error ? error : new Error(String(error));
    const { code, message: reason = message } = (cause ?? {}) as Partial<NodeJS.ErrnoException>;
    if (!told.has(code ?? reason)) log.warning(`no report of this run: ${message}`);
    told.add(code ?? reason);
  };
  const services: (Omit<RecordedService, 'recording'> & { readonly recorder: Recorder })[] = [];

  async function write(end: ReportFacts['end']): Promise<void> {
    try {
      const report = runReportOf({
        ...{ command, tool, end, startedAt, endedAt: clock.now(), job, warnings: log.reminders },
        exitCode: exitCodeOf('error' in end ? verdictOf(end.error) : end.verdict, interruption.reason),
        services: services.map(({ recorder, ...each }) => ({ ...each, recording: recorder.recording() })),
      });
      // One that cannot be written leaves no other of an earlier run in place.
      for (const [name, text] of Object.entries(await filesOf(withoutSecrets(report, log))))
        await writeText({ file: path.join(projectDir, name), projectDir }, text).catch(warn);
    } catch (error) {
      warn(error);
    }
  }
  return {
    recorderOf({ aws, place, revision }: RecordedSettings): Recorder {
      const recorder = recorderOf(clock);
      services.push({ region: aws.region, ...place, stage: revision?.stage, recorder });
      return recorder;
    },
    /** An earlier run's report must not speak for this one, nor for a run that is killed. */
    begin: () => write({ verdict: 'needs-attention', happened: broken, findings: [] }),
    write,
  };
}

/** Each text as the job log would have it, and nothing but data. */
function withoutSecrets(report: RunReport, { redact }: JobLog): RunReport {
  const isLines = (value: unknown): value is string[] =>
    Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string');
  return JSON.parse(JSON.stringify(report), (_, value: unknown) => {
    // What is wrapped over lines is one text.
    if (isLines(value)) return redact(value.join('\n')).split('\n');
    return typeof value === 'string' ? redact(plainText(value)).slice(0, longestText) : value;
  }) as RunReport;
}

const longestText = 2_000;

async function filesOf(report: RunReport): Promise<Readonly<Record<string, string>>> {
  return {
    'ecs-cd-report.html': await pageOf(report),
    'ecs-cd-report.json': `${JSON.stringify(report, undefined, 2)}\n`,
    'ecs-cd-report.md': markdownOf(report),
    'ecs-cd-report.xml': junitOf(report),
    'ecs-cd-annotations.json': annotationsOf(report),
  };
}
