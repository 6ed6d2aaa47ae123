import type { Check } from './checks/check';
import { commandOf } from './checks/command-words';
import { durationOf } from './checks/checks';
import { containerNameOf } from './checks/ecs-names';
import { type Inputs, optional, required, sliceOf } from './fields';
import { secretHeldBy } from './secret-values';
import { gitlabJobOf } from './variables/gitlab-job';

/** How a command runs in a task of its own. */
export function runSettingsOf(inputs: Inputs) {
  const { pipelineId, name } = gitlabJobOf(inputs.env, inputs.cwd);
  return sliceOf({
    container: optional(inputs, 'ECS_CD_RUN_CONTAINER', containerNameOf),
    timeoutSeconds: required(inputs, 'ECS_CD_RUN_TIMEOUT', durationOf(10)),
    /** The same for each try of a job: GitLab's "Retry" makes another job of that name in the same pipeline. */
    job: { value: pipelineId && name ? [pipelineId, name] : undefined },
  });
}

export function runsOfDeploymentOf(inputs: Inputs) {
  return sliceOf({
    before: optional(inputs, 'ECS_CD_RUN_BEFORE', openCommandOf(inputs)),
    after: optional(inputs, 'ECS_CD_RUN_AFTER', openCommandOf(inputs)),
  });
}

/** A command that may be seen: it is in the log, and in the task for everybody who may look at that. */
export const openCommandOf =
  ({ env }: Inputs): Check<readonly string[]> =>
  (text) => {
    const command = commandOf(text);
    const secret = secretHeldBy(env, ['value' in command ? command.value : [], text].flat().join('\n'));
    if (secret === undefined) return command;
    return {
      message: `holds ${secret}, which everybody who may look at the task or this log could read`,
      fix: 'put it into "secrets" of the container, and read it there',
    };
  };
