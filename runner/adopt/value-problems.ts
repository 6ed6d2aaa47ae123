import { buildSettingsOf, deploySettingsOf } from '../settings/command-settings';
import { settingsOfEach } from '../settings/each-service';
import type { ProjectFiles } from '../settings/checks/build-context';
import { unshown } from '../settings/checks/check';
import type { Environment } from '../settings/variables/gitlab-job';
import { type VariableName, variableOf } from '../settings/variables/variables';
import { EcsCdError, type Problem } from '../errors';

interface Value {
  readonly name: VariableName;
  readonly value: string;
  readonly origin: string;
  readonly isShowable: boolean;
}

/** What a job brings along, or an earlier one would be blamed for: good, and never in question here. */
const ofTheJob = { STAGE: 'staging', DOCKER_TAG: 'latest', ECS_CD_ID_TOKEN: 'a.b.c' } as const;

/**
 * What a job would have against these values: the very settings of build and deploy are made from them. Whether the
 * build context exists is the only thing that is left to the job: the outputs are seldom read in its checkout.
 */
export function valueProblemsOf(
  values: readonly Value[],
  { AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_ECR }: Environment,
): readonly Problem[] {
  const given = Object.fromEntries(values.map(({ name, value }) => [name, value]));
  const env = { ...ofTheJob, AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_ECR, ...given };
  const inputs = { flags: {}, cwd: '/', env, files: nobodysFiles };
  const found = [
    ...problemsOf(() => buildSettingsOf(inputs)),
    ...problemsOf(() => settingsOfEach({ flags: {}, cwd: '/', env }, ['TASK_FAMILY'], deploySettingsOf)),
  ];
  return found.flatMap((problem) => {
    const value = values.find(({ name }) => name === problem.subject);
    if (value) return [inOutput(problem, value)];
    // A temporary key without its token: what is missing is no output that anybody named.
    return problem.subject === 'AWS_SESSION_TOKEN' ? [problem] : [];
  });
}

const nobodysFiles: ProjectFiles = {
  root: '/',
  at: (absolute) => ({ absolute }),
  textOf: () => undefined,
  textInside: () => undefined,
  dockerfiles: () => [],
};

function problemsOf(makeSettings: () => unknown): readonly Problem[] {
  try {
    makeSettings();
    return [];
  } catch (error) {
    if (error instanceof EcsCdError) return error.problems;
    throw error;
  }
}

/** A message about a plain value shows it, which may not be done with one that is sensitive in Terraform. */
function inOutput({ subject, message, fix }: Problem, { name, value, origin, isShowable }: Value): Problem {
  const where = `(${origin})`;
  if (isShowable || variableOf(name).secret || message.includes('not shown'))
    return { subject, message: `${message} ${where}`, fix };
  const unsaid = `${unshown(value)} is not one that ecs-cd takes ${where}`;
  return { subject, message: unsaid, fix: `compare it with what docs/reference.md says of ${subject}` };
}
