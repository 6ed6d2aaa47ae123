import { template } from './downstream';
import { isMapping } from './mapping';
import { templateOf } from './renderer';

/** The inputs of the component as a Markdown table. */
export function inputsTable(): string {
  const rows = Object.entries(templateOf(template).inputs).map(
    ([name, { default: usual, description = '', options }]) => {
      const choice = options ? ` One of ${options.map((option) => `\`${String(option)}\``).join(', ')}.` : '';
      const value = textOf(usual);
      return `| \`${name}\` | ${value === '' ? '' : `\`${value}\``} | ${description}${choice} |`;
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
