import { type Check, type Checked, shown } from './check';

export type Kind = 'folder' | 'file' | 'nothing' | 'other' | 'unreadable';

/** What the checks of paths may ask. */
export interface ProjectFiles {
  /** The absolute path of the project. */
  readonly root: string;
  /** What is at a path, which may be relative to the root; no kind where nobody can look. */
  at(path: string): { readonly absolute: string; readonly kind?: Kind };
  /** Undefined where it cannot be read: whoever needs it says so. */
  textOf(absolute: string): string | undefined;
  /** The same of a file that really lies in the project, whatever symbolic links there are on the way. */
  textInside(absolute: string): string | undefined;
  /** All that may be meant as a Dockerfile, relative to the root. */
  dockerfiles(): readonly string[];
}

/** DOCKER_BUILD_CONTEXT as an absolute path; it needs no Dockerfile where ECS_CD_DOCKERFILE names one. */
export function buildContextOf(files: ProjectFiles, needsDockerfile: boolean): Check<string> {
  return (text): Checked<string> => {
    if (/^(?:https?:\/\/|git@|git:\/\/|ssh:\/\/)|^-$/.test(text)) {
      const fix = 'write a folder that the job has checked out, such as "." or "app"';
      return { message: `${shown(text)} is not a folder of this project`, fix };
    }
    const { absolute, where, kind = 'folder' } = lookedAt(files, text);
    if (kind === 'nothing') return missing(files, text, where, 'a folder');
    if (kind === 'unreadable') return unreadable(where);
    if (kind !== 'folder') {
      return /(?:^|\/)[^/]*dockerfile[^/]*$/i.test(text)
        ? { message: `${where} is the Dockerfile itself`, fix: 'write the folder that it is in' }
        : { message: `${where} is not a folder`, fix: 'write the folder with the Dockerfile' };
    }
    if (!needsDockerfile) return { value: absolute };
    const { kind: dockerfile = 'file' } = files.at(`${absolute}/Dockerfile`);
    if (dockerfile === 'file') return { value: absolute };
    return dockerfile === 'nothing'
      ? { message: `${where} has no Dockerfile`, fix: otherDockerfileFix(files) }
      : { message: `${where} has a Dockerfile that is not a file`, fix: 'put a file in its place' };
  };
}

/** ECS_CD_DOCKERFILE as an absolute path. */
export function dockerfileOf(files: ProjectFiles): Check<string> {
  return (text): Checked<string> => {
    const { absolute, where, kind = 'file' } = lookedAt(files, text);
    if (kind === 'file') return { value: absolute };
    if (kind === 'unreadable') return unreadable(where);
    if (kind === 'folder') return { message: `${where} is a folder`, fix: 'write the Dockerfile in it' };
    const others = listed(files.dockerfiles());
    const wrong = missing(files, text, where, 'a file');
    return others === undefined ? wrong : { ...wrong, fix: `${wrong.fix}; there is ${others}` };
  };
}

function lookedAt(files: ProjectFiles, text: string) {
  const found = files.at(text);
  const { absolute } = found;
  return { ...found, where: text === absolute ? shown(text) : `${shown(text)} (${absolute})` };
}

const unreadable = (where: string) => ({
  message: `${where} cannot be read`,
  fix: 'give the user of this job access to it',
});

function missing({ root }: ProjectFiles, text: string, where: string, what: string) {
  const fix = text.startsWith('/')
    ? `write ${what} relative to ${root}: a path with "/" in front starts at the root of the machine`
    : `write ${what} relative to ${root}, and check that it is committed`;
  return { message: `${where} does not exist`, fix };
}

/** Both ways out of a context without a Dockerfile, by what the project has. */
function otherDockerfileFix(files: ProjectFiles): string {
  const found = files.dockerfiles();
  const dockerfiles = listed(found);
  if (dockerfiles === undefined) return 'write the folder that has one, or add one';
  const folders = found.flatMap((file) => /^(?:(.*)\/)?Dockerfile$/.exec(file)?.slice(1) ?? []);
  const others = listed(folders.map((folder) => folder || '.'));
  const build = `set ECS_CD_DOCKERFILE to ${dockerfiles} to build it with this context`;
  return others === undefined ? build : `${build}, or write ${others} to build there`;
}

const mostListed = 4;

/** `a, b or c`. */
function listed(names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined;
  const some = names.slice(0, mostListed);
  const last = names.length > mostListed ? `one of ${names.length - mostListed} more` : some.pop();
  return [some.join(', '), last].filter(Boolean).join(' or ');
}
