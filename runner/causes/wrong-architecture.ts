import { namedIn, type Cause } from './cause';

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
  const program = namedIn(
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
