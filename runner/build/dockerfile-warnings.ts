import { DockerfileParser, Onbuild, type Instruction } from 'dockerfile-ast';
import type { BuildOptions } from '../settings/image-settings';
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
  // Of a variable in a first step that is indented, the parser asks itself without an end (measured).
  const dockerfile = DockerfileParser.parse(text.trimStart());
  const syntax = dockerfile.getDirectives().find((one) => one.getName().toLowerCase() === 'syntax');
  // Another language.
  if (syntax && !/docker\/dockerfile/.test(syntax.getValue())) return risky;
  const steps = dockerfile.getInstructions().map(stepOf);
  const global = dockerfile.getInitialARGs().flatMap((one) => stepOf(one).args);
  const isGiven = (name: string) => predefined.test(name) || args.some((one) => one.name === name);
  const missing = new Set(missingIn(builtStagesOf(steps, target?.toLowerCase()), global));
  return [
    ...risky,
    ...[...missing]
      .filter((name) => !isGiven(name))
      .map(
        (name) =>
          `the Dockerfile uses ARG ${name}, which has no default and is not given: set ECS_CD_BUILD_ARG_${name}`,
      ),
  ];
}

type Step = ReturnType<typeof stepOf>;

function stepOf(instruction: Instruction) {
  const keyword = instruction.getKeyword();
  const words = instruction.getArgumentsContent() ?? '';
  // Docker knows no comment at the end of a line, but it is what `#` there was meant for.
  const pattern = /(?<![^\s"'])(\w+)(=(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\])*)?/g;
  const declared = keyword === 'ARG' ? words.replace(/\s#\s.*$/s, '').matchAll(pattern) : [];
  return {
    ...{ keyword, words, text: instruction.getTextContent() },
    /** Of ONBUILD: a step of what starts from this stage, and none of the stage itself. */
    trigger: instruction instanceof Onbuild ? instruction.getTriggerInstruction() : undefined,
    args: [...declared].map(([, name = '', value]) => ({ name, hasDefault: value !== undefined })),
    // `${NAME:-default}` names it without needing it.
    uses: instruction
      .getVariables()
      .map((one) => ({ name: one.getName(), isNeeded: [null, '?'].includes(one.getModifier()) })),
  };
}

interface Stage {
  readonly names: readonly string[];
  readonly from: Step;
  readonly steps: readonly Step[];
  readonly triggers: readonly Step[];
  /** Those that it starts from, and these start from. */
  readonly bases: readonly Stage[];
  /** All that it takes something of. */
  readonly sources: readonly Stage[];
}

/** The stages that the target, by default the last one, is made from, itself among them. */
function builtStagesOf(steps: readonly Step[], target: string | undefined): readonly Stage[] {
  const stages: Stage[] = [];
  const named = (name: string) => stages.findLast(({ names }) => names.includes(name)) ?? [];
  const starts = steps.flatMap(({ keyword }, index) => (keyword === 'FROM' ? [index] : []));
  for (const [number, start] of starts.entries()) {
    const [from, ...own] = steps.slice(start, starts[number + 1]) as [Step, ...Step[]];
    const [, base = '', name = ''] =
      /^(?:--\S+\s+)*(\S+)(?:\s+as\s+(\S+))?/.exec(from.words.toLowerCase()) ?? [];
    const parent = [named(base)].flat();
    const triggered = parent.flatMap(({ triggers }) => triggers);
    const rest = [...triggered, ...own.filter(({ trigger }) => trigger === undefined)];
    const copied = rest.flatMap(({ text }) => [...text.toLowerCase().matchAll(/\bfrom=([\w.-]+)/g)]);
    const bases = parent.flatMap((one) => [one, ...one.bases]);
    const sources = [...bases, ...copied.flatMap(([, source = '']) => named(source))];
    const triggers = own.flatMap(({ trigger }) => (trigger ? stepOf(trigger) : []));
    stages.push({ names: [String(number), name], from, steps: rest, triggers, bases, sources });
  }
  const built = new Set([target === undefined ? (stages.at(-1) ?? []) : named(target)].flat());
  for (const { sources } of built) for (const source of sources) built.add(source);
  return stages.filter((one) => built.has(one));
}

/** The arguments without any default that make a difference: named by an instruction, or in sight of a program. */
function missingIn(stages: readonly Stage[], global: Step['args']): readonly string[] {
  const usesOf = (name: string, steps: readonly Step[]) =>
    steps.flatMap(({ uses }) => uses).filter((use) => use.name === name);
  const ofImages = global.filter(({ name, hasDefault }) => {
    const uses = stages.flatMap(({ from }) => usesOf(name, [from]));
    return !hasDefault && uses.some(({ isNeeded }) => isNeeded);
  });
  const ofSteps = stages.flatMap((stage) => {
    const heirs = stages.filter(({ bases }) => bases.includes(stage)).flatMap(({ steps }) => steps);
    return stage.steps.flatMap(({ args }, index) =>
      args.filter(({ name, hasDefault }) => {
        if (hasDefault || global.some((one) => one.name === name && one.hasDefault)) return false;
        const behind = [...stage.steps.slice(index + 1), ...heirs];
        const uses = usesOf(name, behind);
        const isSeen = uses.length === 0 && behind.some(({ keyword }) => keyword === 'RUN');
        return isSeen || uses.some(({ isNeeded }) => isNeeded);
      }),
    );
  });
  return [...ofImages, ...ofSteps].map(({ name }) => name);
}
