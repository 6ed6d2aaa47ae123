import { badParameters } from './answer';
import { gitlabTexts } from './texts';

type Kind = 'string' | 'boolean' | readonly string[];

/** What POST and PUT know (GitLab docs, Project-level CI/CD variables API). */
const ofBoth = {
  value: 'string',
  protected: 'boolean',
  masked: 'boolean',
  raw: 'boolean',
  variable_type: ['env_var', 'file'],
  environment_scope: 'string',
  description: 'string',
} as const satisfies Readonly<Record<string, Kind>>;

export const createParameters: Readonly<Record<string, Kind>> = {
  key: 'string',
  ...ofBoth,
  masked_and_hidden: 'boolean',
};
export const updateParameters: Readonly<Record<string, Kind>> = ofBoth;

/** The members of a body, checked like Grape does it, and none that GitLab does not know. */
export function parametersOf(
  body: unknown,
  kinds: Readonly<Record<string, Kind>>,
  required: readonly string[],
): Readonly<Record<string, string | boolean>> {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw badParameters('body is invalid');
  const given = body as Readonly<Record<string, unknown>>;
  const wrong = [
    ...required.filter((name) => given[name] === undefined).map(gitlabTexts.missing),
    ...Object.entries(given).flatMap(([name, value]) => wrongIn(name, value, kinds[name])),
  ];
  if (wrong.length > 0) throw badParameters(wrong.join(', '));
  return given as Readonly<Record<string, string | boolean>>;
}

function wrongIn(name: string, value: unknown, kind: Kind | undefined): readonly string[] {
  if (kind === undefined) return [gitlabTexts.unknown(name)];
  if (typeof kind === 'string') return typeof value === kind ? [] : [gitlabTexts.wrongType(name)];
  return kind.some((choice) => choice === value) ? [] : [gitlabTexts.wrongChoice(name)];
}
