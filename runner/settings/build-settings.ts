import { awsSettingsOf } from './aws-settings';
import { buildContextOf, type ReadContextFolder } from './checks/build-context';
import { oneOf } from './checks/check';
import { pathInside } from './checks/checks';
import { following, type Inputs, mapped, required, settled, textOf } from './fields';
import { gitlabJobOf } from './variables/gitlab-job';
import { imageTagOf, localImageNameOf } from './checks/image-checks';
import { repositoryUrlOf } from './checks/repository-url';
import type { BuildSettings } from './settings';
import { engines } from './variables/variables';

/** What `ecs-cd build` works with. Throws one error with everything that is wrong. */
export function buildSettingsOf({
  look,
  ...inputs
}: Inputs & { readonly look: ReadContextFolder }): BuildSettings {
  const { projectDir, commit } = gitlabJobOf(inputs.env, inputs.cwd);
  const repository = required(inputs, 'REPOSITORY_URL', repositoryUrlOf(inputs.env));
  return settled<BuildSettings>(inputs, {
    repository,
    imageName:
      textOf(inputs, 'REPOSITORY_NAME') === undefined
        ? following(repository, ({ name }) => name)
        : required(inputs, 'REPOSITORY_NAME', localImageNameOf),
    tag: required(inputs, 'DOCKER_TAG', imageTagOf),
    buildContext: required(inputs, 'DOCKER_BUILD_CONTEXT', buildContextOf(look, projectDir)),
    aws: awsSettingsOf(inputs),
    engine: required(inputs, 'ECS_CD_ENGINE', oneOf(engines)),
    rebuild: mapped(required(inputs, 'ECS_CD_REBUILD', oneOf(['true', 'false'])), (text) => text === 'true'),
    dotenv: required(inputs, 'ECS_CD_DOTENV', pathInside(projectDir)),
    commit: { value: commit },
  });
}
