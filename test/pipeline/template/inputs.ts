import { type Mapping, refuseUnknownKeys } from '../mapping';

export interface InputSpec {
  readonly type?: 'string' | 'number' | 'boolean' | 'array';
  readonly default?: unknown;
  readonly description?: string;
  readonly options?: readonly unknown[];
  readonly regex?: string;
}

/** The value of every input, or everything that is wrong with what was given. */
export function inputsOf(specs: Readonly<Record<string, InputSpec>>, given: Mapping): Mapping {
  const unknown = Object.keys(given).filter((name) => !(name in specs));
  const problems = unknown.length > 0 ? [`unknown input arguments: ${unknown.join(', ')}`] : [];
  for (const [name, spec] of Object.entries(specs)) {
    refuseUnknownKeys(`header:spec:inputs:${name}`, { ...spec }, [
      'type',
      'default',
      'description',
      'options',
      'regex',
    ]);
    problems.push(...problemsOf(spec, given[name]).map((problem) => `\`${name}\` input: ${problem}`));
  }
  if (problems.length > 0) throw new Error(problems.join(', '));
  return Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, given[name] ?? spec.default]));
}

function problemsOf(spec: InputSpec, value: unknown): readonly string[] {
  const isGiven = value !== undefined && value !== null;
  if (!('default' in spec)) {
    return isGiven ? problemsOfValue(spec, value, 'provided') : ['required value has not been provided'];
  }
  return [
    ...problemsOfValue(spec, spec.default, 'default'),
    ...(isGiven ? problemsOfValue(spec, value, 'provided') : []),
  ];
}

function problemsOfValue(spec: InputSpec, value: unknown, kind: 'default' | 'provided'): readonly string[] {
  const { type = 'string', options, regex } = spec;
  const problems: string[] = [];
  if ((Array.isArray(value) ? 'array' : typeof value) !== type) {
    problems.push(`${kind} value is not ${type === 'array' ? 'an' : 'a'} ${type}`);
  }
  if (options) {
    if (type !== 'string' && type !== 'number') {
      problems.push('Options can only be used with string and number inputs');
    }
    if (options.length > 50) problems.push('there are more than 50 options');
    if (!options.includes(value)) {
      problems.push(`\`${String(value)}\` cannot be used because it is not in the list of allowed options`);
    }
  }
  if (regex !== undefined) {
    if (type !== 'string') problems.push('RegEx validation can only be used with string inputs');
    // RE2 has neither look-around nor back-references.
    if (/\(\?<?[=!]|\\[1-9]/.test(regex)) problems.push('invalid regular expression');
    else if (!new RegExp(regex).test(String(value))) {
      problems.push(`${kind} value does not match required RegEx pattern`);
    }
  }
  return problems;
}
