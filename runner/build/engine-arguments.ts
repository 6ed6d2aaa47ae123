import { commitLabel } from '../ecr/manifest';
import { isLoopback } from '../names/loopback';
import type { CacheKind, Engine } from './engine';

export interface Build {
  readonly context: string;
  /** The two names that the image gets: the local one, and the one it is pushed under. */
  readonly name: string;
  readonly reference: string;
  readonly commit: string | undefined;
  readonly registry: string;
  /** Whether it is for several platforms. */
  readonly isIndex: boolean;
  /** What `build-options.ts` makes of the options. */
  readonly optionArguments: readonly string[];
}

export function buildArgumentsOf(
  engine: Engine,
  { context, name, reference, commit, registry, isIndex, optionArguments }: Build,
): readonly string[] {
  return [
    'build',
    ...insecureArgumentsOf(engine, registry),
    ...(commit === undefined ? [] : ['--label', `${commitLabel}=${commit}`]),
    ...optionArguments,
    ...(isIndex && engine.index
      ? [engine.index.nameOption, reference]
      : tagArgumentsOf(engine, name, reference)),
    context,
  ];
}

function tagArgumentsOf({ localName }: Engine, name: string, reference: string): readonly string[] {
  return [...new Set([localName(name), reference])].flatMap((tag) => ['--tag', tag]);
}

const cacheArguments: Readonly<Record<CacheKind, (reference: string) => readonly string[]>> = {
  // ECR takes no list for a cache (containers-roadmap issue 876), and a cache that is not stored is no failure.
  registry: (reference) => [
    ...['--cache-from', `type=registry,ref=${reference}`],
    '--cache-to',
    `type=registry,ref=${reference},mode=max,image-manifest=true,oci-mediatypes=true,ignore-error=true`,
  ],
  // As every BuildKit takes it, that of Docker 20.10 too. The image gets the name of the cache as well.
  inline: (reference) => [
    '--cache-from',
    reference,
    '--build-arg',
    'BUILDKIT_INLINE_CACHE=1',
    '--tag',
    reference,
  ],
};

export interface BuildCache {
  readonly kind: CacheKind;
  /** `registry/name:build-cache` */
  readonly reference: string;
}

export function cacheArgumentsOf({ kind, reference }: BuildCache): readonly string[] {
  return cacheArguments[kind](reference);
}

/** The password goes to the standard input. */
export function loginArgumentsOf(engine: Engine, registry: string, username: string): readonly string[] {
  const credentials = ['--username', username, '--password-stdin'];
  return ['login', ...insecureArgumentsOf(engine, registry), ...credentials, registry];
}

export interface Push {
  readonly reference: string;
  readonly isIndex: boolean;
}

export function pushArgumentsOf(
  engine: Engine,
  { registry, reference, isIndex, digestFile }: Push & { registry: string; digestFile: string },
): readonly string[] {
  const options = [...insecureArgumentsOf(engine, registry), ...engine.pushArguments(digestFile)];
  const { index } = engine;
  if (!isIndex || !index) return ['push', ...options, reference];
  return [...index.pushArguments, ...options, reference, `docker://${reference}`];
}

function insecureArgumentsOf({ insecureArguments }: Engine, registry: string): readonly string[] {
  return isLoopback(registry.replace(/:\d+$/, '')) ? insecureArguments : [];
}
