import { awsSettingsOf } from '../aws-settings';
import { buildContextOf, type ReadContextFolder } from '../checks/build-context';
import { oneOf } from '../checks/check';
import { derivedFrom, type Inputs, mapped, required, settingsOf, sliceOf, textOf } from '../fields';
import { imageSettingsOf } from '../image-settings';
import { gitlabJobOf } from '../variables/gitlab-job';
import { localImageNameOf } from '../checks/image-checks';
import { dotenvPathOf } from '../report-settings';
import type { AwsSettings, ImageBuildSettings, ImageSettings, ReportSettings } from '../slices';
import { engines } from '../variables/variables';

export interface BuildSettings {
  readonly aws: AwsSettings;
  readonly image: ImageSettings;
  readonly build: ImageBuildSettings;
  readonly report: ReportSettings;
}

/** What `ecs-cd build` works with. Throws one error with everything that is wrong. */
export function buildSettingsOf({
  look,
  ...inputs
}: Inputs & { readonly look: ReadContextFolder }): BuildSettings {
  const { projectDir } = gitlabJobOf(inputs.env, inputs.cwd);
  const image = imageSettingsOf(inputs);
  return settingsOf<BuildSettings>(inputs, {
    image,
    build: sliceOf<ImageBuildSettings>({
      imageName:
        textOf(inputs, 'REPOSITORY_NAME') === undefined
          ? derivedFrom(image, ({ repository }) => repository.name)
          : required(inputs, 'REPOSITORY_NAME', localImageNameOf),
      buildContext: required(inputs, 'DOCKER_BUILD_CONTEXT', buildContextOf(look, projectDir)),
      engine: required(inputs, 'ECS_CD_ENGINE', oneOf(engines)),
      rebuild: mapped(
        required(inputs, 'ECS_CD_REBUILD', oneOf(['true', 'false'])),
        (text) => text === 'true',
      ),
    }),
    aws: awsSettingsOf(inputs),
    report: sliceOf<ReportSettings>({ dotenv: dotenvPathOf(inputs) }),
  });
}
