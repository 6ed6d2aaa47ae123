import { dockerfileOf, type ProjectFiles } from './checks/build-context';
import { type Check, oneOf, shown, unshown, type Invalid } from './checks/check';
import { buildTargetOf, platformsOf } from './checks/image-checks';
import {
  type Field,
  type Inputs,
  mapped,
  optional,
  refused,
  required,
  sliceOf,
  type SliceOf,
  textOf,
} from './fields';
import { familyOf } from './variable-family';
import { changesEngine } from './variables/engine-variables';
import { switchPositions } from './variables/variable';

/** What a build is told beyond its context; what is not set is the engine's to choose. */
export function buildOptionsOf(inputs: Inputs, files: ProjectFiles) {
  return sliceOf({
    /** Absolute path. */
    dockerfile: optional(inputs, 'ECS_CD_DOCKERFILE', dockerfileOf(files)),
    target: optional(inputs, 'ECS_CD_BUILD_TARGET', buildTargetOf),
    /** Each of them once. */
    platforms: mapped(optional(inputs, 'ECS_CD_PLATFORM', platformsOf), (all) => all && [...new Set(all)]),
    attestations: required(inputs, 'ECS_CD_ATTESTATIONS', oneOf(switchPositions)),
    cache: required(inputs, 'ECS_CD_BUILD_CACHE', oneOf(switchPositions)),
    /** An empty one is given all the same. */
    args: familyOf(inputs, 'ECS_CD_BUILD_ARG_NAME', argumentMistakeIn),
    secrets: familyOf({ env: withoutEmpty(inputs.env) }, 'ECS_CD_BUILD_SECRET_ID'),
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
