import { commitLabel } from '../ecr/manifest';
import { isLoopback } from '../names/loopback';
import type { CacheKind, Engine } from './engine';

export interface Build {
  readonly context: string;
  /** The two names that the image gets: the local one, and the one it is pushed under. */
  readonly name: string;
  readonly reference: string;
  readonly commit: string | undefined;
  /** Whether it is for several platforms. */
  readonly isIndex: boolean;
  /** What `build-options.ts` makes of the options. */
  readonly optionArguments: readonly string[];
}

export function buildArgumentsOf(
  { localName, index }: Engine,
  insecure: readonly string[],
  { context, name, reference, commit, isIndex, optionArguments }: Build,
): readonly string[] {
  const names = [...new Set([localName(name), reference])].flatMap((tag) => ['--tag', tag]);
  return [
    ...['build', ...insecure],
    ...(commit === undefined ? [] : ['--label', `${commitLabel}=${commit}`]),
    ...optionArguments,
    ...(isIndex && index ? [index.nameOption, reference] : names),
    context,
  ];
}

const cacheArguments: Readonly<Record<CacheKind, (reference: string) => readonly string[]>> = {
  // ECR takes no list for a cache (containers-roadmap issue 876), and a cache that is not stored is no failure.
  registry: (reference) => [
    ...['--cache-from', `type=registry,ref=${reference}`, '--cache-to'],
    `type=registry,ref=${reference},mode=max,image-manifest=true,oci-mediatypes=true,ignore-error=true`,
  ],
  // As every BuildKit takes it, that of Docker 20.10 too. The image gets the name of the cache as well.
  inline: (reference) => [
    ...['--cache-from', reference, '--build-arg', 'BUILDKIT_INLINE_CACHE=1', '--tag', reference],
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
export function loginArgumentsOf(insecure: readonly string[], registry: string, username: string) {
  return ['login', ...insecure, '--username', username, '--password-stdin', registry];
}

export interface Push {
  readonly reference: string;
  readonly isIndex: boolean;
}

export function pushArgumentsOf(
  { index, pushArguments }: Engine,
  insecure: readonly string[],
  { reference, isIndex, digestFile }: Push & { readonly digestFile: string },
): readonly string[] {
  const options = [...insecure, ...pushArguments(digestFile)];
  if (!isIndex || !index) return ['push', ...options, reference];
  return [...index.pushArguments, ...options, reference, `docker://${reference}`];
}

export function insecureArgumentsOf({ insecureArguments }: Engine, registry: string): readonly string[] {
  return isLoopback(registry.replace(/:\d+$/, '')) ? insecureArguments : [];
}
