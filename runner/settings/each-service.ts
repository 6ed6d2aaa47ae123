import { EcsCdError, type Problem } from '../errors';
import { lastSegmentOf } from '../names/arn';
import { shown } from './checks/check';
import { type Inputs, invalidUsage, subjectOf, textOf } from './fields';
import { type VariableName, variableOf } from './variables/variables';

/** Of several services only the first has these: they are asked of the release as a whole. */
const ofFirst: readonly VariableName[] = [
  'ECS_CD_HEALTH_CHECK_URL',
  'ECS_CD_TEST_HEALTH_CHECK_URL',
  'ECS_CD_LIVE_TAG',
];

/**
 * The settings of each service that SERVICE_NAME names: one, or several with commas between them. `listed` are variables
 * that then name one thing for each, in the same order; anything else is the same for all. Throws one error with
 * everything that is wrong.
 */
export function settingsOfEach<Settings, Given extends Inputs>(
  inputs: Given,
  listed: readonly VariableName[],
  settingsOf: (inputs: Given, ofAll: Given) => Settings,
): readonly [Settings, ...Settings[]] {
  const lists = (['SERVICE_NAME', ...listed] as const)
    .map((name) => ({ name, subject: subjectOf(inputs, name), items: itemsOf(inputs, name) }))
    .filter(({ items }) => items.length > 0);
  // A flag that is given twice is no list: the settings say that it is.
  const isRepeated = lists.some(({ name }) => Array.isArray(inputs.flags[variableOf(name).flag ?? '']));
  if (isRepeated || lists.every(({ items }) => items.length === 1)) return [settingsOf(inputs, inputs)];
  const ofLists = listProblemsOf(lists);
  const problems = new Map(ofLists.map((problem) => [JSON.stringify(problem), problem]));
  // Of lists that do not fit together every item is checked all the same.
  const count = Math.max(...lists.map(({ items }) => items.length));
  const [first, ...others] = Array.from({ length: count }).flatMap((_, index): Settings[] => {
    const own = lists.map(({ name, items }) => [name, items[index] || items.find(Boolean)] as const);
    const notOwn = index === 0 ? [] : ofFirst.map((name) => [name, ''] as const);
    try {
      return [settingsOf([...own, ...notOwn].reduce(withText, inputs), inputs)];
    } catch (error) {
      if (!(error instanceof EcsCdError) || error.problems.length === 0) throw error;
      for (const problem of error.problems)
        if (!ofLists.some(({ subject }) => subject === problem.subject))
          problems.set(JSON.stringify(problem), problem);
      return [];
    }
  });
  if (problems.size > 0 || first === undefined) throw invalidUsage([...problems.values()], inputs);
  return [first, ...others];
}

export const isSeveral = (inputs: Inputs) => itemsOf(inputs, 'SERVICE_NAME').length > 1;

/** Of a variable that may be a list. */
export function itemsOf(inputs: Inputs, name: VariableName): readonly string[] {
  return (
    textOf(inputs, name)
      ?.split(',')
      .map((item) => item.trim()) ?? []
  );
}

interface List {
  readonly subject: string;
  readonly items: readonly string[];
}

function listProblemsOf(lists: readonly List[]): readonly Problem[] {
  const [services, ...others] = lists as [List, ...List[]];
  const empty = lists.flatMap(({ subject, items }): Problem[] =>
    items.includes('')
      ? [{ subject, message: `${shown(items.join(','))} has an empty item`, fix: 'remove the extra comma' }]
      : [],
  );
  if (empty.length > 0) return empty;
  const names = services.items.map(lastSegmentOf);
  const twice = [...new Set(names.filter((name, index) => names.indexOf(name) !== index))].join(' and ');
  const { subject } = services;
  const message = `${shown(services.items.join(','))} names ${twice} twice`;
  const unequal = others.filter(({ items }) => items.length !== services.items.length);
  return [
    ...(twice ? [{ subject, message, fix: 'name each service once' }] : []),
    ...unequal.map((other) => ({
      subject: `${subject} and ${other.subject}`,
      message: `${subject} has ${countOf(services)}, but ${other.subject} has ${countOf(other)}`,
      fix: 'name as many in the one as in the other, in the same order',
    })),
  ];
}

function countOf({ items }: List): string {
  return `${items.length} ${items.length === 1 ? 'item' : 'items'} (${shown(items.join(','))})`;
}

/** The same inputs with another text, where the one before came from. */
function withText<Given extends Inputs>(
  inputs: Given,
  [name, text = '']: readonly [VariableName, string | undefined],
): Given {
  const { flag } = variableOf(name);
  const isFlag = flag !== undefined && inputs.flags[flag] !== undefined;
  const flags = isFlag ? { ...inputs.flags, [flag]: text || undefined } : inputs.flags;
  return { ...inputs, flags, env: { ...inputs.env, [name]: text } };
}
