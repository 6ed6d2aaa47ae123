import type { Problem } from '../errors';
import { type Invalid, unshown } from './checks/check';
import { looksSecret } from './checks/secret-checks';
import { cpuUnitsOf, mebibytesOf, sizeOf } from './checks/task-size';
import { variablesOfFamily, type Inputs, optional, sliceOf, type SliceOf, withProblems } from './fields';
import { riskyVariablesIn } from './secret-values';

/** What a job sets beside the image: variables and secrets of the containers that get it, and the size of the task. */
export function taskValuesOf(inputs: Inputs) {
  const risky = riskyVariablesIn(inputs.env);
  const values = sliceOf({
    /** One without a value is removed. */
    environment: variablesOfFamily(inputs, 'ECS_CD_ENV_NAME'),
    secrets: variablesOfFamily(inputs, 'ECS_CD_SECRET_NAME', pastedSecretIn),
    cpu: optional(inputs, 'ECS_CD_CPU', sizeOf(cpuUnitsOf, 'CPU units such as 512, or .5 vCPU')),
    memory: optional(inputs, 'ECS_CD_MEMORY', sizeOf(mebibytesOf, 'MiB such as 1024, or 1 GB')),
    /** Variables whose value had better be a secret. */
    risky: { value: risky.length > 0 ? risky : undefined },
  });
  return withProblems(values, setTwiceIn(inputs.env));
}
export type TaskValues = SliceOf<typeof taskValuesOf>;

/** An ARN of a secret or parameter, or the name of a parameter (AWS docs, Secret). */
function pastedSecretIn(_name: string, value: string): Invalid | undefined {
  const isReference = /^(?:arn:aws[a-z-]*:(?:secretsmanager|ssm):\S+|[\w./-]*)$/.test(value);
  if (isReference && !looksSecret(value)) return undefined;
  const message = `${unshown(value)} is not the ARN of a secret or the name of a parameter`;
  return { message, fix: 'keep the secret in Secrets Manager or Parameter Store, and write where it is' };
}

function setTwiceIn(env: Inputs['env']): Problem[] {
  return Object.keys(env).flatMap((variable) => {
    const other = variable.replace(/^ECS_CD_ENV_/, 'ECS_CD_SECRET_');
    if (other === variable || !env[variable] || !env[other]) return [];
    const message = `sets the same name as ${other}, and ECS takes a name once`;
    return [{ subject: variable, message, fix: 'leave one of them' }];
  });
}
