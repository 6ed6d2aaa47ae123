import type { PolicyDocument, Statement } from './policy-document';

/**
 * Policies as data sources for Terraform, which take part in a plan, can be extended and are what `terraform fmt` would
 * make of them. Printed here: what there is on npm reads HCL, or brings a parser of megabytes along.
 */
export function hclOf(policies: Readonly<Record<string, PolicyDocument>>): string {
  return Object.entries(policies)
    .map(([kind, { Statement: statements }]) =>
      block(
        `data "aws_iam_policy_document" ${quoted(`ecs_cd_${kind.replaceAll('-', '_')}`)}`,
        statements.map(statementOf),
      ).join('\n'),
    )
    .join('\n\n');
}

function statementOf({
  Sid,
  Principal = {},
  Action,
  Resource,
  Condition = {},
}: Statement): readonly string[] {
  return block('statement', [
    attribute('sid', Sid),
    attribute('actions', Action),
    ...(Resource ? [attribute('resources', Resource)] : []),
    ...Object.entries(Principal).map(([type, identifier]) =>
      block('principals', [aligned({ type, identifiers: [identifier] })]),
    ),
    ...Object.entries(Condition).flatMap(([test, keys]) =>
      Object.entries(keys).map(([variable, values]) =>
        block('condition', [
          ...(isOne(values)
            ? [aligned({ test, variable, values: [values].flat() })]
            : [aligned({ test, variable }), attribute('values', values)]),
        ]),
      ),
    ),
  ]);
}

const isOne = (values: string | readonly string[]) => typeof values === 'string' || values.length === 1;

/** Parts with a blank line between them. */
function block(header: string, parts: readonly (readonly string[])[]): readonly string[] {
  const body = parts.flatMap((part, index) => (index === 0 ? part : ['', ...part]));
  return [`${header} {`, ...body.map((line) => (line === '' ? '' : `  ${line}`)), '}'];
}

function attribute(name: string, value: string | readonly string[]): readonly string[] {
  if (typeof value === 'string' || value.length === 1) return [`${name} = ${expressionOf(value)}`];
  return [`${name} = [`, ...value.map((one) => `  ${quoted(one)},`), ']'];
}

/** Attributes of one line each, their equals signs below each other. */
function aligned(values: Readonly<Record<string, string | readonly string[]>>): readonly string[] {
  const width = Math.max(...Object.keys(values).map((name) => name.length));
  return Object.entries(values).map(([name, value]) => `${name.padEnd(width)} = ${expressionOf(value)}`);
}

function expressionOf(value: string | readonly string[]): string {
  return typeof value === 'string' ? quoted(value) : `[${value.map(quoted).join(', ')}]`;
}

/** A text in which Terraform finds nothing to replace: neither `${...}` nor `%{...}` (HCL's own template syntax). */
function quoted(text: string): string {
  return JSON.stringify(text).replace(/[$%](?=\{)/g, (sign) => sign + sign);
}
