import { template } from '../downstream';
import { isMapping } from '../mapping';
import { templateOf } from '../renderer';

/** The variable that an input does no more than set: the variables' own table says what it means. */
const variableOf = new Map(
  [...template.matchAll(/^ +(ECS_CD_\w+): \$\[\[ inputs\.(\w+) \]\]$/gm)].map(([, variable, input]) => [
    input,
    variable,
  ]),
);

/** The inputs of the component as a Markdown table. */
export function inputsTable(): string {
  const rows = Object.entries(templateOf(template).inputs).map(
    ([name, { default: usual, description = '', options }]) => {
      const choice = options ? ` One of ${options.map((option) => `\`${String(option)}\``).join(', ')}.` : '';
      const variable = variableOf.get(name);
      const meaning = variable === undefined ? description : `Sets \`${variable}\`.`;
      const value = textOf(usual);
      return `| \`${name}\` | ${value === '' ? '' : `\`${value}\``} | ${meaning}${choice} |`;
    },
  );
  return ['| input | default | what it does |', '|---|---|---|', ...rows].join('\n');
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join('; ');
  if (!isMapping(value)) return String(value);
  return Object.entries(value)
    .map(([key, each]) => `${key}: ${textOf(each)}`)
    .join(', ');
}
