import { namedIn, type Topic } from './cause';
import { wrongArchitecture } from './wrong-architecture';

/** The container runtime refuses the command, so the container has no exit code of its own. */
export const startCommandTopic: Topic = {
  about: /CannotStartContainerError|CannotCreateContainerError|ContainerRuntimeError|OCI runtime/,
  rules: [
    { says: /exec format error/i, cause: (text) => wrongArchitecture(text, undefined) },
    {
      // `exec: "` tells the command from a mount, which may be missing as well (field report).
      says: /exec: \\?"[^"]{1,500}" ?:? ?(?:stat [^\s]+ )?(?:executable file not found|no such file or directory|permission denied)/i,
      cause: (text) => {
        const command = namedIn(text, /exec: \\?"([^"\\]{1,500})/);
        return {
          id: 'command-not-startable',
          explanation: `the image has no program ${command ?? 'of that name'} that can be started`,
          fix: 'correct entryPoint or command of the container in the task definition TASK_FAMILY, or ENTRYPOINT and CMD of the Dockerfile in DOCKER_BUILD_CONTEXT',
          fault: 'release',
          definitiveAfter: 2,
        };
      },
    },
  ],
};
