import type { BuildOptions } from '../settings/image-settings';
import type { VariableName } from '../settings/variables/variables';
import { EcsCdError } from '../errors';
import type { Ability, Engine, EngineFacts } from './engine';

/** How one variable changes a build. A new option is a new row. */
interface BuildOption {
  readonly variable: VariableName;
  /** What the engine has to be able to do; without it, every engine can. */
  readonly needs?: Ability;
  /** None where the option is not set. Never with a secret in it. */
  readonly argumentsOf: (options: BuildOptions, engine: Engine) => readonly string[];
  /** Values that the engine takes from its environment, because its arguments can be read by every process. */
  readonly environmentOf?: (options: BuildOptions) => Readonly<Record<string, string>>;
}

export const buildOptions: readonly BuildOption[] = [
  {
    variable: 'ECS_CD_DOCKERFILE',
    argumentsOf: ({ dockerfile }) => (dockerfile === undefined ? [] : ['--file', dockerfile]),
  },
  {
    variable: 'ECS_CD_BUILD_TARGET',
    argumentsOf: ({ target }) => (target === undefined ? [] : ['--target', target]),
  },
  {
    variable: 'ECS_CD_PLATFORM',
    argumentsOf: (options, engine) => (isIndex(options) ? [] : platformArgumentsOf(options, engine)),
  },
  {
    variable: 'ECS_CD_PLATFORM',
    needs: 'support for several platforms',
    argumentsOf: (options, engine) => (isIndex(options) ? platformArgumentsOf(options, engine) : []),
  },
  {
    variable: 'ECS_CD_ATTESTATIONS',
    needs: 'support for attestations',
    // Without mode=max, which would hand on the values of the build arguments (Docker docs).
    argumentsOf: ({ attestations }) =>
      attestations === 'on' ? ['--attest', 'type=provenance,mode=min', '--attest', 'type=sbom'] : [],
  },
  {
    variable: 'ECS_CD_BUILD_ARG_NAME',
    argumentsOf: ({ args = [] }) => args.flatMap(({ name }) => ['--build-arg', name]),
    environmentOf: ({ args = [] }) => Object.fromEntries(args.map(({ name, value }) => [name, value])),
  },
  {
    variable: 'ECS_CD_BUILD_SECRET_ID',
    needs: 'BuildKit',
    argumentsOf: ({ secrets = [] }) =>
      secrets.flatMap(({ name, variable, value, isFile }) => [
        '--secret',
        `id=${name},${isFile ? `src=${value}` : `env=${variable}`}`,
      ]),
    environmentOf: ({ secrets = [] }) =>
      Object.fromEntries(
        secrets.flatMap(({ variable, value, isFile }) => (isFile ? [] : [[variable, value]])),
      ),
  },
  {
    variable: 'ECS_CD_BUILD_SSH',
    needs: 'BuildKit',
    argumentsOf: ({ ssh }) => (ssh === undefined ? [] : ['--ssh', ssh]),
  },
];

/** Whether the image is for several platforms. */
export function isIndex({ platforms = [] }: BuildOptions): boolean {
  return platforms.length > 1;
}

function platformArgumentsOf({ platforms = [] }: BuildOptions, { platformArguments }: Engine) {
  return platforms.length === 0 ? [] : ['--platform', platforms.join(','), ...platformArguments];
}

export function optionArgumentsOf(engine: Engine, options: BuildOptions): readonly string[] {
  return buildOptions.flatMap(({ argumentsOf }) => argumentsOf(options, engine));
}

export function optionEnvironmentOf(options: BuildOptions): Readonly<Record<string, string>> {
  const each = buildOptions.flatMap(({ environmentOf }) => Object.entries(environmentOf?.(options) ?? {}));
  return Object.fromEntries(each);
}

/** Throws what the engine cannot do of what is set, all at once. Its facts are asked for only where something needs them. */
export async function refuseUnable(
  engine: Engine,
  options: BuildOptions,
  factsOf: () => Promise<EngineFacts>,
): Promise<void> {
  const wanted = buildOptions.flatMap(({ variable, needs, argumentsOf }) =>
    needs !== undefined && argumentsOf(options, engine).length > 0
      ? [{ subject: variable, ability: engine.abilities[needs] }]
      : [],
  );
  if (wanted.length === 0) return;
  const facts = await factsOf();
  const problems = wanted.flatMap(({ subject, ability }) =>
    ability.isMet(facts) ? [] : [{ subject, message: 'is not supported by it', fix: ability.fix }],
  );
  if (problems.length === 0) return;
  const what = `${engine.title} ${facts.version} cannot build with these settings`;
  throw new EcsCdError('rejected', what, { problems });
}
