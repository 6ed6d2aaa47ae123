import { causes, firstNamedIn, repeated, type Topic, type Cause } from './cause';

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
          `the image has no program ${firstNamedIn(text, /exec: \\?"([^"\\]{1,500})/) ?? 'of that name'} that can be started`,
        fix: 'correct entryPoint or command of the container in the task definition TASK_FAMILY, or ENTRYPOINT and CMD of the Dockerfile in DOCKER_BUILD_CONTEXT',
      },
    }),
  ],
};

/**
 * What the kernel's refusal reads like when it is the container's own command: of runc, of its older launcher, of crun
 * (field report). An application that fails to start a helper (`fork/exec ...`) says it in other words.
 */
const execRefusals: readonly RegExp[] = [
  /(?:^|[\s"])exec (?:user process caused:? |container process )"?(?:[^\s]+ )?exec format error/i,
  /(?:^|[\s"])exec "?[^\s]+: exec format error/i,
];

export function isExecRefusal(logLine: string): boolean {
  return execRefusals.some((refusal) => refusal.test(logLine));
}

export function wrongArchitecture(text: string, container: string | undefined): Cause {
  const program = firstNamedIn(
    text,
    /exec container process [`'"]?([^\s`'":]+)/,
    /(?:^|[\s"])exec:? \\?"?([/.\w-][^\s":\\]*)"?\\?: exec format error/i,
  );
  const subject = container === undefined ? 'the machine' : `container ${container}`;
  return {
    id: 'wrong-architecture',
    explanation: `${subject} cannot execute ${program ?? 'its command'}: it is built for another CPU architecture, or a script without a first line like #!/bin/sh`,
    fix: 'build the image for the architecture of the task (ECS_CD_PLATFORM), or set runtimePlatform.cpuArchitecture of TASK_FAMILY (X86_64 unless set) to the one it is built for',
    fault: 'release',
    definitiveAfter: 1,
  };
}
