import { causes, namedIn, repeated, type Topic } from './cause';
import { wrongArchitecture } from './wrong-architecture';

/** The container runtime refuses the command, so the container has no exit code of its own. */
export const startCommandTopic: Topic = {
  about: /CannotStartContainerError|CannotCreateContainerError|ContainerRuntimeError|OCI runtime/,
  rules: [
    { says: /exec format error/i, cause: (text) => wrongArchitecture(text, undefined) },
    ...causes(repeated, {
      'command-not-startable': {
        // `exec: "` tells the command from a mount, which may be missing as well; the agent cuts long texts off (field report).
        says: /exec: \\?"[^"]{1,500}" ?:? ?(?:stat [^\s]|executable file not|no such file|permission denied)/i,
        is: (text) =>
          `the image has no program ${namedIn(text, /exec: \\?"([^"\\]{1,500})/) ?? 'of that name'} that can be started`,
        fix: 'correct entryPoint or command of the container in the task definition TASK_FAMILY, or ENTRYPOINT and CMD of the Dockerfile in DOCKER_BUILD_CONTEXT',
      },
    }),
  ],
};
