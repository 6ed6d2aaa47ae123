import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse, stringify } from 'yaml';
import { createProject, type Files } from '../pipeline/git-project';
import { type PipelineResult, runPipeline } from '../pipeline/gitlab-ci-local';
import { isMapping, listOf, type Mapping, mappingOf } from '../pipeline/mapping';
import { realClock } from '../simulator/clock';
import { furnishRepository, furnishService } from '../simulator/program/furnish';
import { startSimulator } from '../simulator/simulator';
import type { Truth } from '../simulator/ecs/truth';
import { localTimings, serviceHaste } from '../simulator/timings';

const root = path.resolve(__dirname, '../..');
export const scenarios = ['ships', 'undoes-a-crash', 'rolls-back-by-hand'] as const;
export type Scenario = (typeof scenarios)[number];

const accountFile = '.ci/component/account.yml';
export const fileOf = (name: string) => readFileSync(path.join(root, name), 'utf8');
export const scenarioOf = (scenario: Scenario) => fileOf(`.ci/component/${scenario}.yml`);

/** The scenario and what it includes as one file, as a pipeline that is not for a tag sees it. */
export function flattened(scenario: Scenario): string {
  const { include, ...account } = mappingOf(
    parse(fileOf('.ci/component/account.yml'), { merge: true }),
    'account',
  );
  const [, component] = listOf(include).map((each) => mappingOf(each, 'include'));
  const { rules: _, ...entry } = component ?? {};
  const { include: __, variables = {}, ...jobs } = mappingOf(parse(scenarioOf(scenario)), scenario);
  const all = { ...mappingOf(account.variables, 'variables'), ...mappingOf(variables, 'variables') };
  // JSON is YAML 1.1 too, and `on` keeps its quotes.
  return JSON.stringify({ ...account, ...jobs, variables: all, include: [entry] });
}

/** The files of the project that a scenario's pipeline is made of. */
export function scenarioFiles(scenario: Scenario): Files {
  const names = [accountFile, 'templates/deploy.yml', 'package.json'];
  return {
    ...Object.fromEntries(names.map((name) => [name, fileOf(name)])),
    '.gitlab-ci.yml': scenarioOf(scenario),
  };
}

export interface ScenarioRun extends PipelineResult {
  /** What then serves, by service. */
  readonly truths: Readonly<Record<string, Truth>>;
}

/** Does nothing and ends like this. */
export const runnerEnding = (exitCode: number): readonly string[] => [
  process.execPath,
  '-e',
  `process.exit(${exitCode})`,
  '--',
];

/**
 * Runs the scenario's pipeline on this machine, with that runner for the image and one simulator for all jobs instead
 * of one beside each. The build is GitLab's: it needs the Docker daemon beside it.
 */
export async function runScenario(
  scenario: Scenario,
  runner: readonly string[],
  outcome?: string,
): Promise<ScenarioRun> {
  const files = Object.entries(scenarioFiles(scenario)).map(([name, text]) => [
    name,
    name.endsWith('.yml') && !name.startsWith('templates/') ? withoutServices(text) : text,
  ]);
  const project = await createProject(Object.fromEntries(files) as Files, 'platform/ecs-cd');
  const sha = await project.commit({ 'a-commit.txt': '' });
  // The services have run for a minute, so that going back to them waits for nothing.
  const real = realClock();
  let behindMs = 60_000;
  const clock = { ...real, now: () => real.now() - behindMs };
  const aws = await startSimulator({ clock, timings: localTimings, scriptHaste: serviceHaste });
  const variables = {
    AWS_ENDPOINT_URL: aws.url,
    REPOSITORY_URL: `${aws.registry}/sample/web`,
    SCENARIO_BUILDS: '',
    ...(outcome === undefined ? {} : { SIMULATOR_OUTCOME: outcome }),
  };
  const stages = ['staging', 'production'];
  const account = mappingOf(parse(fileOf(accountFile)), 'account')['variables'];
  const own = mappingOf(parse(scenarioOf(scenario)), scenario)['variables'] ?? {};
  const given = { ...mappingOf(account, 'variables'), ...mappingOf(own, 'variables'), ...variables };
  furnishRepository(aws.world, { ...given, SIMULATOR_IMAGE_TAG: sha });
  for (const stage of stages) {
    const name = `web-${stage}`;
    furnishService(aws.world, { ...given, SERVICE_NAME: name, TASK_FAMILY: name });
  }
  behindMs = 0;
  try {
    const result = await runPipeline(project, { variables, runner });
    const truths = stages.map((stage) => [stage, aws.truth(`web-${stage}`)] as const);
    return { ...result, truths: Object.fromEntries(truths) };
  } finally {
    await aws.close();
    await project.remove();
  }
}

function withoutServices(text: string): string {
  const { include, ...rest } = mappingOf(parse(text, { merge: true }), 'configuration');
  const jobs = Object.entries(rest).map(([name, job]) => [
    name,
    isMapping(job) && 'services' in job ? { ...job, services: [] } : job,
  ]);
  return stringify({ include, ...(Object.fromEntries(jobs) as Mapping) }, { version: '1.1' });
}
