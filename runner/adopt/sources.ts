import type { Problem } from '../errors';
import { type Check, type Checked, shown, unshown } from '../settings/checks/check';
import { pathIn } from '../settings/checks/checks';
import { looksSecret } from '../settings/checks/secret-checks';
import { type Field, type Inputs, required, subjectOf, textOf, textsOf } from '../settings/fields';
import { environmentScopeOf } from './gitlab/gitlab-checks';
import type { Services } from './service/live-services';

/** Where what is known of an environment is from. */
export interface Source {
  readonly environment: string;
  /** Whether it is the source's own, and not that of all. */
  readonly isNamed?: boolean;
  /** Absolute path of what `terraform output -json` printed; `-` is stdin. */
  readonly file?: string;
  /** Running services of one cluster; without names, what there is in it, or anywhere, is listed. */
  readonly services?: Services;
}

/** Each may begin with an environment of its own: `staging=shop/web`, `staging=outputs.json`. */
export function sourcesOf(inputs: Inputs, projectDir: string): Field<readonly Source[]> {
  const environment = required(inputs, 'ECS_CD_ENVIRONMENT', environmentScopeOf);
  if ('problems' in environment) return environment;
  const problems: Problem[] = [];
  const sources = (['ECS_CD_FROM_SERVICE', 'ECS_CD_TERRAFORM_OUTPUT'] as const).flatMap((name) => {
    const { subject, texts } = textsOf(inputs, name, /\s+/);
    const check = name === 'ECS_CD_FROM_SERVICE' ? servicesOf : fileIn(projectDir);
    return texts.flatMap((text): Source | never[] => {
      const source = sourceOf(text, environment.value, check);
      if ('value' in source) return source.value;
      problems.push({ subject, ...source });
      return [];
    });
  });
  const usual = textOf(inputs, 'ECS_CD_ENVIRONMENT');
  if (usual !== undefined && sources.length > 0 && sources.every(({ isNamed }) => isNamed)) {
    const message = `${shown(usual)} is used by no source: each begins with an environment of its own`;
    problems.push({ subject: subjectOf(inputs, 'ECS_CD_ENVIRONMENT'), message, fix: 'leave it out' });
  }
  problems.push(...clashingIn(inputs, sources));
  if (problems.length > 0) return { problems };
  return { value: sources.length > 0 ? sources : [{ environment: environment.value, file: '-' }] };
}

/** Two sources of one environment, or of every environment beside another one. */
function clashingIn(inputs: Inputs, sources: readonly Source[]): readonly Problem[] {
  const names = sources.map(({ environment }) => environment);
  if (new Set(names).size === names.length && (names.length === 1 || !names.includes('*'))) return [];
  const ofServices = sources.filter(({ services }) => services).length;
  const isMixed = ofServices > 0 && ofServices < sources.length;
  const which = names.every((name) => name === '*') ? 'every environment' : names.map(shown).join(', ');
  const example = ofServices ? '--from-service staging=shop/web' : '--terraform-output staging=staging.json';
  const subject = subjectOf(inputs, ofServices ? 'ECS_CD_FROM_SERVICE' : 'ECS_CD_TERRAFORM_OUTPUT');
  const fix = `${isMixed ? 'leave --terraform-output out, or ' : ''}begin each with an environment of its own: ${example}`;
  return [{ subject, message: `${names.length} sources are for ${which}`, fix }];
}

function sourceOf(
  text: string,
  usual: string,
  check: Check<Pick<Source, 'file' | 'services'>>,
): Checked<Source> {
  const [, own, rest = text] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
  const environment = environmentScopeOf(own ?? usual);
  if (!('value' in environment)) return environment;
  const from = check(rest);
  if (!('value' in from)) return from;
  return { value: { environment: environment.value, isNamed: own !== undefined, ...from.value } };
}

const fileIn =
  (projectDir: string): Check<{ readonly file: string }> =>
  (text) => {
    const file = text === '-' ? { value: text } : pathIn(projectDir)(text);
    return 'value' in file ? { value: { file: file.value } } : file;
  };

/** `shop/web`, and for one release of several services `shop/web,shop/worker` or `shop/web,worker`. */
function servicesOf(text: string): Checked<Required<Pick<Source, 'services'>>> {
  // `service/CLUSTER/NAME` is what an ARN ends with, or an old one `service/NAME` (AWS docs), which names no cluster.
  const written = text.split(',').map((one) => one.trim());
  const arns = written.filter((one) => one.startsWith('arn:'));
  const all = written.map((one) => one.replace(/^arn:[^/]*:service\/(?=[^/]+\/)/, ''));
  const [cluster = ''] = (all[0] ?? '').split('/');
  const names = all.map((one) => (one.startsWith(`${cluster}/`) ? one.slice(cluster.length + 1) : one));
  const isList = all.length === 1 && all[0] === cluster;
  const isWell = isList
    ? /^[\w-]*$/.test(cluster)
    : /^[\w-]+$/.test(cluster) && names.every((name) => /^[\w-]{1,255}$/.test(name));
  if (isWell && !looksSecret(text))
    return { value: { services: { cluster, names: isList ? [] : names, arns } } };
  const message = `${looksSecret(text) ? unshown(text) : shown(text)} is not CLUSTER/SERVICE of one cluster`;
  return { message, fix: 'write it like shop/web, and several like shop/web,worker' };
}
