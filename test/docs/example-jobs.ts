import { goodEnv } from '../settings/environments';
import { isMapping, listOf, type Mapping } from '../pipeline/mapping';

type Jobs = Readonly<Record<string, Mapping>>;

const noJobs = ['stages', 'workflow', 'default', 'variables', 'include'];

/** The jobs of a pipeline that are no hidden ones. */
export function jobsOf(pipeline: Mapping): Jobs {
  return Object.fromEntries(
    Object.entries(pipeline).filter(
      (entry): entry is [string, Mapping] =>
        !entry[0].startsWith('.') && !noJobs.includes(entry[0]) && isMapping(entry[1]),
    ),
  );
}

/** One command and a list of one are the same to GitLab. */
export function withListedScripts(jobs: Jobs): Jobs {
  return Object.fromEntries(
    Object.entries(jobs).map(([name, job]) => [
      name,
      'script' in job ? { ...job, script: listOf(job['script']) } : job,
    ]),
  );
}

/** `deploy`, where the job calls `ecs-cd deploy`; undefined where it does something else. */
export function commandOf(job: Mapping): string | undefined {
  return /^ecs-cd ([a-z-]+)$/.exec(textOf(listOf(job['script']).at(-1)))?.[1];
}

export function environmentOf({ environment }: Mapping): Mapping {
  return isMapping(environment) ? environment : { name: environment };
}

/** With the STAGE of the job. */
export function environmentNameOf(job: Mapping): string {
  return withStage(environmentOf(job)['name'], job);
}

export function variablesOf({ variables }: Mapping): Mapping {
  return isMapping(variables) ? variables : {};
}

/** What ecs-cd finds in that job: what the example says, and the rest as in any project. */
export function runnerEnvOf(job: Mapping): Record<string, string> {
  const known = Object.entries(variablesOf(job))
    .map(([name, value]): [string, string] => [name, withStage(value, job)])
    .filter(([, value]) => !value.includes('$'));
  return { ...goodEnv, ...Object.fromEntries(known) };
}

function withStage(value: unknown, job: Mapping): string {
  return textOf(value).replaceAll('$STAGE', textOf(variablesOf(job)['STAGE']));
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** GitLab takes the name of a job for a need with its artifacts. */
export function withFullNeeds(jobs: ReturnType<typeof withListedScripts>): typeof jobs {
  const full = (need: unknown) =>
    typeof need === 'string' ? { job: need, artifacts: true, optional: false } : need;
  return Object.fromEntries(
    Object.entries(jobs).map(([name, job]) => [
      name,
      Array.isArray(job['needs']) ? { ...job, needs: job['needs'].map(full) } : job,
    ]),
  );
}
