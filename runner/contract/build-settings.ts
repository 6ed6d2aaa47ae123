import { awsSettingsOf } from './aws-settings';
import { buildContextOf, type Look } from './build-context';
import { oneOf } from './check';
import { pathInside } from './checks';
import { following, type Given, mapped, required, settled, textOf } from './given';
import { gitlabJobOf } from './gitlab-job';
import { imageTagOf, localImageNameOf } from './image-checks';
import { repositoryUrlOf } from './repository-url';
import type { BuildSettings } from './settings';
import { engines } from './variables';

/** What `ecs-cd build` works with. Throws one error with everything that is wrong. */
export function buildSettingsOf({ look, ...given }: Given & { readonly look: Look }): BuildSettings {
  const { projectDir, commit } = gitlabJobOf(given.env, given.cwd);
  const repository = required(given, 'REPOSITORY_URL', repositoryUrlOf(given.env));
  return settled<BuildSettings>(given, {
    repository,
    imageName:
      textOf(given, 'REPOSITORY_NAME') === undefined
        ? following(repository, ({ name }) => name)
        : required(given, 'REPOSITORY_NAME', localImageNameOf),
    tag: required(given, 'DOCKER_TAG', imageTagOf),
    buildContext: required(given, 'DOCKER_BUILD_CONTEXT', buildContextOf(look, projectDir)),
    aws: awsSettingsOf(given),
    engine: required(given, 'ECS_CD_ENGINE', oneOf(engines)),
    rebuild: mapped(required(given, 'ECS_CD_REBUILD', oneOf(['true', 'false'])), (text) => text === 'true'),
    dotenv: required(given, 'ECS_CD_DOTENV', pathInside(projectDir)),
    commit: { value: commit },
  });
}
