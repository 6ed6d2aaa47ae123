import { DockerfileParser, type Instruction } from 'dockerfile-ast';
import type { BuildOptions } from '../settings/build-options';
import { isRisky } from '../settings/checks/secret-checks';

/** What a build has without being given it (Docker docs). */
const predefined =
  /^(?:(?:HTTP|HTTPS|FTP|NO|ALL)_PROXY|(?:TARGET|BUILD)(?:PLATFORM|OS|ARCH|VARIANT)|TARGETSTAGE|BUILDKIT_\w+|SOURCE_DATE_EPOCH)$/i;

/** What may be meant otherwise in the options, given the Dockerfile that they are for. */
export function dockerfileWarningsOf(
  text: string,
  { args = [], target }: Pick<BuildOptions, 'args' | 'target'>,
): readonly string[] {
  const risky = args
    .filter(isRisky)
    .map(
      ({ name, variable }) =>
        `${variable} looks like a secret, and image history and logs show build arguments: ` +
        `name it ECS_CD_BUILD_SECRET_${name}, for RUN --mount=type=secret,id=${name}`,
    );
  const dockerfile = DockerfileParser.parse(text);
  const syntax = dockerfile.getDirectives().find((one) => one.getName().toLowerCase() === 'syntax');
  // Another language.
  if (syntax && !/docker\/dockerfile/.test(syntax.getValue())) return risky;
  const instructions = dockerfile.getInstructions();
  const stages = builtStagesOf(instructions, target?.toLowerCase());
  const global = dockerfile.getInitialARGs().map(argumentOf);
  const isGiven = (name: string) => predefined.test(name) || args.some((one) => one.name === name);
  const missing = new Set(missingOf(stages, global).filter((name) => !isGiven(name)));
  return [
    ...risky,
    ...[...missing].map(
      (name) =>
        `the Dockerfile uses ARG ${name}, which has no default and is not given: set ECS_CD_BUILD_ARG_${name}`,
    ),
  ];
}

interface Argument {
  readonly name: string;
  readonly hasDefault: boolean;
}

interface Stage {
  readonly from: Instruction;
  /** Each with what comes behind it, in this stage and in those that start from it. */
  readonly args: readonly { readonly arg: Argument; readonly behind: readonly Instruction[] }[];
}

const textOf = (instruction: Instruction) => instruction.getArgumentsContent() ?? '';

function argumentOf(instruction: Instruction): Argument {
  const [, name = '', equals = ''] = /^\s*(\w+)(=?)/.exec(textOf(instruction)) ?? [];
  return { name, hasDefault: equals !== '' };
}

/** The stages that the target, by default the last one, is made from, itself among them. */
function builtStagesOf(instructions: readonly Instruction[], target: string | undefined): readonly Stage[] {
  const starts = instructions.flatMap((one, index) => (one.getKeyword() === 'FROM' ? [index] : []));
  const parts = starts.map((start, number) => {
    const [from, ...rest] = instructions.slice(start, starts[number + 1]) as [Instruction, ...Instruction[]];
    const [, base = '', name = String(number)] =
      /^(?:--\S+\s+)*(\S+)(?:\s+as\s+(\S+))?/i.exec(textOf(from).toLowerCase()) ?? [];
    return { from, rest, base, name };
  });
  const numberOf = (name: string, before: number) =>
    parts.findLastIndex((one, number) => number < before && (one.name === name || String(number) === name));
  const end = target === undefined ? parts.length - 1 : numberOf(target, parts.length);
  const built = new Set<number>();
  const add = (number: number): void => {
    const part = parts[number];
    if (part === undefined || built.has(number)) return;
    built.add(number);
    const copied = part.rest.flatMap((one) =>
      [...one.getTextContent().matchAll(/\bfrom=([\w.-]+)/gi)].map(([, name = '']) => name.toLowerCase()),
    );
    for (const name of [part.base, ...copied]) add(numberOf(name, number));
  };
  add(end);
  const children = (number: number): readonly Instruction[] =>
    parts.flatMap(({ base, rest }, child) =>
      built.has(child) && numberOf(base, child) === number ? [...rest, ...children(child)] : [],
    );
  return parts.flatMap(({ from, rest }, number) => {
    if (!built.has(number)) return [];
    const args = rest.flatMap((one, index) =>
      one.getKeyword() === 'ARG'
        ? [{ arg: argumentOf(one), behind: [...rest.slice(index + 1), ...children(number)] }]
        : [],
    );
    return [{ from, args }];
  });
}

/** The arguments without any default that make a difference: named by an instruction, or in sight of a program. */
function missingOf(stages: readonly Stage[], global: readonly Argument[]): readonly string[] {
  const ofImages = global.filter(
    ({ name, hasDefault }) => !hasDefault && stages.some(({ from }) => usesOf(name, [from]).isNeeded),
  );
  const ofSteps = stages.flatMap(({ args }) =>
    args.flatMap(({ arg: { name, hasDefault }, behind }) => {
      if (hasDefault || global.some((one) => one.name === name && one.hasDefault)) return [];
      const { isNamed, isNeeded } = usesOf(name, behind);
      return isNeeded || (!isNamed && behind.some((one) => one.getKeyword() === 'RUN')) ? [{ name }] : [];
    }),
  );
  return [...ofImages, ...ofSteps].map(({ name }) => name);
}

/** `${NAME:-default}` names it without needing it. */
function usesOf(name: string, instructions: readonly Instruction[]) {
  const uses = instructions.flatMap((one) => one.getVariables()).filter((one) => one.getName() === name);
  return { isNamed: uses.length > 0, isNeeded: uses.some((one) => one.getModifier() === null) };
}
