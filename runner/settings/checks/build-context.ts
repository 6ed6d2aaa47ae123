import { type Check, type Checked, shown } from './check';

/** What is at a path that should be a build context. */
export interface ContextFolder {
  /** Absolute. */
  readonly path: string;
  readonly state:
    'ok' | 'missing' | 'not a folder' | 'no Dockerfile' | 'Dockerfile is not a file' | 'unreadable';
  /** Files in it that somebody may have meant as the Dockerfile. */
  readonly lookalikes?: readonly string[];
}

/** Looks at a folder that is named from the project root. */
export type ReadContextFolder = (folder: string) => ContextFolder;

/** DOCKER_BUILD_CONTEXT as an absolute path. */
export function buildContextOf(look: ReadContextFolder, projectDir: string): Check<string> {
  return (text): Checked<string> => {
    if (/^(?:https?:\/\/|git@|git:\/\/|ssh:\/\/)|^-$/.test(text)) {
      return {
        message: `${shown(text)} is not a folder of this project`,
        fix: 'write a folder that the job has checked out, such as "." or "app"',
      };
    }
    const folder = look(text);
    if (folder.state === 'ok') return { value: folder.path };
    const value = shown(text);
    const where = text === folder.path ? value : `${value} (${folder.path})`;
    switch (folder.state) {
      case 'missing':
        return { message: `${where} does not exist`, fix: missingFix(text, projectDir) };
      case 'not a folder':
        return /(?:^|\/)[^/]*dockerfile[^/]*$/i.test(text)
          ? { message: `${where} is the Dockerfile itself`, fix: 'write the folder that it is in' }
          : { message: `${where} is not a folder`, fix: 'write the folder with the Dockerfile' };
      case 'Dockerfile is not a file':
        return { message: `${where} has a Dockerfile that is not a file`, fix: 'put a file in its place' };
      case 'unreadable':
        return { message: `${where} cannot be read`, fix: 'give the user of this job access to it' };
      case 'no Dockerfile':
        return noDockerfile(where, folder.lookalikes ?? []);
    }
  };
}

function missingFix(text: string, projectDir: string): string {
  return text.startsWith('/')
    ? `write a folder relative to ${projectDir}: a path with "/" in front starts at the root of the machine`
    : `write a folder relative to ${projectDir}, and check that it is committed`;
}

function noDockerfile(where: string, lookalikes: readonly string[]): Checked<never> {
  const [first] = lookalikes;
  return first === undefined
    ? { message: `${where} has no Dockerfile`, fix: 'write the folder that has one, or add one' }
    : {
        message: `${where} has no Dockerfile, only ${lookalikes.join(', ')}`,
        fix: `rename ${first} to Dockerfile`,
      };
}
