import type { AdoptSettings } from './adopt-settings';
import { outOfPlace } from './terraform/output-map';
import { variables } from '../settings/variables/variables';
import type { WantedVariable } from './wanted-variables';
import { appliesTo } from './gitlab/project-variable';
import type { Given } from './facts';

/** What is not set though an output has it, and why. */
export function leftOutOf({ outputs }: Given): readonly string[] {
  return variables.flatMap(({ name, terraformOutput }) => {
    const why = outOfPlace[name];
    return terraformOutput !== undefined && why !== undefined && outputs.has(terraformOutput)
      ? [`${name} is left out: it ${why}`]
      : [];
  });
}

/** What is not wrong, but seldom meant. */
export function doubtsOf(
  { outputs, words, environment }: Given,
  wanted: readonly WantedVariable[],
  { build, isProtected }: Pick<AdoptSettings, 'build' | 'isProtected'>,
): readonly string[] {
  const { value: stage, isSensitive = false } = outputs.get('stage') ?? {};
  const unmarked = wanted.flatMap(({ visibility, output = '' }) =>
    visibility === 'hidden' && outputs.get(output)?.isSensitive === false ? output : [],
  );
  const doubts = unmarked.map(
    (output) => `the output "${output}" is not marked as sensitive: Terraform prints it`,
  );
  const isOf = (name: string) => environment.split('/').some((part) => appliesTo(part, name));
  if (typeof stage === 'string' && !isSensitive && environment !== '*' && !isOf(stage)) {
    const which = JSON.stringify(stage.slice(0, 60));
    doubts.unshift(`${words}: the stage is ${which}, and the environment ${environment}`);
  }
  return [...doubts, ...buildDoubtsOf(environment, build, isProtected)];
}

function buildDoubtsOf(
  environment: string,
  build: string | undefined,
  isProtected: boolean,
): readonly string[] {
  if (build !== undefined && build !== '*') {
    const lines = `"environment: { name: ${build}, action: prepare }"`;
    return [`the build belongs to no environment and sees nothing of ${build}: give ecs-build ${lines}`];
  }
  if (!isProtected) return [];
  if (build !== undefined || environment === '*')
    return ['what the build reads is protected too: on other branches ecs-build does not see it'];
  const choice = `--build-scope '${environment}' or '*' would protect it too`;
  return [`what the build reads is shared and not protected for one environment; ${choice}`];
}
