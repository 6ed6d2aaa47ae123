import { type Field, type Inputs, required, sliceOf } from './fields';
import { imageTagOf } from './checks/image-checks';
import { repositoryUrlOf } from './checks/repository-url';
import type { ImageSettings } from './slices';
import { gitlabJobOf } from './variables/gitlab-job';

export function imageSettingsOf(inputs: Inputs): Field<ImageSettings> {
  return sliceOf<ImageSettings>({
    repository: required(inputs, 'REPOSITORY_URL', repositoryUrlOf(inputs.env)),
    tag: required(inputs, 'DOCKER_TAG', imageTagOf),
    commit: { value: gitlabJobOf(inputs.env, inputs.cwd).commit },
  });
}
