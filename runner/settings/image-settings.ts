import { buildContextOf, dockerfileOf, type ProjectFiles } from './checks/build-context';
import { type Check, type Invalid, listOf, shown, unshown } from './checks/check';
import {
  buildTargetOf,
  imageTagOf,
  kmsKeyArnOf,
  localImageNameOf,
  platformsOf,
  repositoryUrlOf,
  signingProfileArnOf,
} from './checks/image-checks';
import {
  chosen,
  derivedFrom,
  variablesOfFamily,
  type Field,
  type Inputs,
  mapped,
  optional,
  refused,
  required,
  sliceOf,
  type SliceOf,
  switchOf,
  textOf,
} from './fields';
import { changesEngine } from './variables/engine-variables';
import { gitlabJobOf } from './variables/gitlab-job';

/** The image that is built, or released. */
export function imageSettingsOf(inputs: Inputs) {
  return sliceOf({
    repository: required(inputs, 'REPOSITORY_URL', repositoryUrlOf(inputs.env)),
    tag: required(inputs, 'DOCKER_TAG', imageTagOf),
    /** What GitLab will say is deployed. */
    commit: { value: gitlabJobOf(inputs.env, inputs.cwd).commit },
  });
}
export type ImageSettings = SliceOf<typeof imageSettingsOf>;

/** How the image is built. */
export function imageBuildSettingsOf(inputs: Inputs, image: Field<ImageSettings>, files: ProjectFiles) {
  const needsDockerfile = textOf(inputs, 'ECS_CD_DOCKERFILE') === undefined;
  return sliceOf({
    /** Local name of the image. */
    imageName:
      textOf(inputs, 'REPOSITORY_NAME') === undefined
        ? derivedFrom(image, ({ repository }) => repository.name)
        : required(inputs, 'REPOSITORY_NAME', localImageNameOf),
    /** Absolute path. */
    buildContext: required(inputs, 'DOCKER_BUILD_CONTEXT', buildContextOf(files, needsDockerfile)),
    options: buildOptionsOf(inputs, files),
    engine: chosen(inputs, 'ECS_CD_ENGINE'),
    rebuild: switchOf(inputs, 'ECS_CD_REBUILD'),
    /** Beside DOCKER_TAG. */
    alsoTags: optional(inputs, 'ECS_CD_ALSO_TAG', listOf(imageTagOf)),
    /** Whether a missing repository is created, and what it is encrypted with then. */
    createRepository: chosen(inputs, 'ECS_CD_CREATE_REPOSITORY'),
    kmsKeyArn: optional(inputs, 'ECS_CD_KMS_KEY_ARN', kmsKeyArnOf),
    /** What ECR's managed signing has to sign the image with. */
    signingProfileArn: optional(inputs, 'ECS_CD_SIGNING_PROFILE_ARN', signingProfileArnOf),
  });
}
export type ImageBuildSettings = SliceOf<typeof imageBuildSettingsOf>;

/** What a build is told beyond its context; what is not set is the engine's to choose. */
function buildOptionsOf(inputs: Inputs, files: ProjectFiles) {
  return sliceOf({
    /** Absolute path. */
    dockerfile: optional(inputs, 'ECS_CD_DOCKERFILE', dockerfileOf(files)),
    target: optional(inputs, 'ECS_CD_BUILD_TARGET', buildTargetOf),
    /** Each of them once. */
    platforms: mapped(optional(inputs, 'ECS_CD_PLATFORM', platformsOf), (all) => all && [...new Set(all)]),
    attestations: chosen(inputs, 'ECS_CD_ATTESTATIONS'),
    cache: chosen(inputs, 'ECS_CD_BUILD_CACHE'),
    /** An empty one is given all the same. */
    args: variablesOfFamily(inputs, 'ECS_CD_BUILD_ARG_NAME', argumentMistakeIn),
    secrets: variablesOfFamily({ env: withoutEmpty(inputs.env) }, 'ECS_CD_BUILD_SECRET_ID'),
    /** What `--ssh` is to say. */
    ssh: sshOf(inputs, files),
  });
}
export type BuildOptions = SliceOf<typeof buildOptionsOf>;

function argumentMistakeIn(name: string): Invalid | undefined {
  if (!changesEngine(name)) return undefined;
  return /proxy$/i.test(name)
    ? { message: `${name} reaches every build by itself`, fix: `set ${name} for the job instead` }
    : { message: `${name} would change the container engine itself`, fix: 'give the ARG another name' };
}

const withoutEmpty = (env: Inputs['env']) =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));

function sshOf(inputs: Inputs, files: ProjectFiles): Field<string | undefined> {
  const text = textOf(inputs, 'ECS_CD_BUILD_SSH') ?? '';
  const subject = 'ECS_CD_BUILD_SSH';
  if (!text.includes('PRIVATE KEY')) return optional(inputs, subject, sshValueOf(inputs, files));
  // Before any other message, which would show it.
  const message = `${unshown(text)} is a key itself`;
  return refused(subject, message, 'change its type to "File" in the CI/CD settings');
}

function sshValueOf({ env }: Inputs, files: ProjectFiles): Check<string> {
  return (text) => {
    if (text === 'default')
      return env.SSH_AUTH_SOCK
        ? { value: text }
        : { message: 'there is no agent: SSH_AUTH_SOCK is not set', fix: 'start ssh-agent in before_script' };
    const { absolute, kind = 'file' } = files.at(text);
    return text.startsWith('/') && kind === 'file'
      ? { value: `default=${absolute}` }
      : { message: `${shown(text)} is not the path of a key`, fix: 'make it a variable of the type "File"' };
  };
}
