import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { awsCommands, type Command, type Variable } from '../runner/settings/variables/variable';
import { variables } from '../runner/settings/variables/variables';
import { exitCodes } from '../runner/errors';
import { permissions } from '../runner/iam/permissions';
import { inputsTable } from './pipeline/template/inputs-table';
import { downstream } from './pipeline/downstream';
import { headlinesOf } from './docs/pages';

const fileOf = (page: string) => path.resolve(__dirname, '..', page);
const readme = readFileSync(fileOf('README.md'), 'utf8');

/** Whoever changes what a table is made from runs the tests once with ECS_CD_UPDATE_README=1. */
const isUpdate = process.env['ECS_CD_UPDATE_README'] === '1';

const variablesTable = () =>
  [
    '| variable | `terraform output` | for | meaning |',
    '|---|---|---|---|',
    ...variables.filter(isForJobs).map((variable) => {
      const { name, terraformOutput, commands, description, required, default: usual } = variable;
      const except = variable.optionalFor ? `, but for ${variable.optionalFor.join(' and ')}` : '';
      const note = usual === undefined ? (required ? ` Required${except}.` : '') : ` Default \`${usual}\`.`;
      const output = terraformOutput === undefined ? '' : `\`${terraformOutput}\``;
      const isForAll = awsCommands.every((command) => commands.includes(command));
      const others = commands.filter((command) => !awsCommands.includes(command));
      const whom = (isForAll ? ['all', ...others] : commands).join(', ');
      return `| \`${name}\` | ${output} | ${whom} | ${description}${note} |`;
    }),
  ].join('\n');

/** Those of a command that no job needs. */
const rowsFor = (command: Command) =>
  variables.filter((variable) => variable.commands.includes(command) && !isForJobs(variable));

const adoptTable = () =>
  [
    '| option | variable | meaning |',
    '|---|---|---|',
    ...rowsFor('adopt').map(({ name, flag, description, default: usual }) => {
      const note = usual === undefined || usual === 'false' ? '' : ` Default \`${usual}\`.`;
      return `| ${flag === undefined ? '' : `\`--${flag}\``} | \`${name}\` | ${description}${note} |`;
    }),
  ].join('\n');

const iamPolicyTable = () =>
  [
    '| option | variable | meaning |',
    '|---|---|---|',
    ...rowsFor('iam-policy').map(({ name, flag = '', description, choices, default: usual }) => {
      const choice = choices ? ` One of ${choices.map((each) => `\`${each}\``).join(', ')}.` : '';
      const note = usual === undefined ? '' : ` Default \`${usual}\`.`;
      return `| \`--${flag}\` | \`${name}\` | ${description}${choice}${note} |`;
    }),
  ].join('\n');

/** What only `adopt` and `iam-policy` read has tables of its own, beside their stories. */
function isForJobs({ commands }: Variable): boolean {
  return commands.some((command) => awsCommands.includes(command));
}

const permissionsTable = () =>
  [
    '| action | on | for | without it |',
    '|---|---|---|---|',
    ...permissions.map(({ action, resources, commands, when, without }) => {
      const whom = commands.length === awsCommands.length ? 'all' : commands.join(', ');
      const lost = without ?? (when === undefined ? 'the run ends' : `the run ends where ${when}`);
      return `| \`${action}\` | ${resources.map(({ words }) => words).join(' and ')} | ${whom} | ${lost} |`;
    }),
  ].join('\n');

describe('the README', () => {
  for (const [name, table, page] of [
    ['variables', variablesTable, 'docs/reference.md'],
    ['inputs', inputsTable, 'docs/reference.md'],
    ['adopt', adoptTable, 'docs/adopt.md'],
    ['permissions', permissionsTable, 'docs/permissions.md'],
    ['iam-policy', iamPolicyTable, 'docs/permissions.md'],
  ] as const) {
    const file = fileOf(page);
    it(`and its pages list the ${name} as they are`, () => {
      const block = new RegExp(`<!-- ${name} -->\n[^]*?<!-- /${name} -->`);
      const expected = `<!-- ${name} -->\n${table()}\n<!-- /${name} -->`;
      if (isUpdate)
        writeFileSync(
          file,
          readFileSync(file, 'utf8').replace(block, () => expected),
        );
      expect(block.exec(readFileSync(file, 'utf8'))?.[0]).to.equal(expected);
    });
  }

  it('says of every option of a job how it is spelled: as its variable, without ECS_CD_', () => {
    for (const { name, flag } of variables.filter((variable) => isForJobs(variable) && variable.flag))
      expect(flag).to.equal(
        name
          .replace(/^ECS_CD_/, '')
          .toLowerCase()
          .replaceAll('_', '-'),
      );
  });

  it('lists every verdict with its exit code', () => {
    const rows = [...readme.matchAll(/^\| (\d+) \| `([a-z-]+)` \|/gm)].map(([, code, verdict]) => [
      verdict,
      Number(code),
    ]);
    expect(Object.fromEntries(rows)).to.deep.equal(exitCodes);
  });

  it('shows the downstream file that the pipeline tests run', () => {
    expect(readme).to.contain(downstream);
  });

  it('is a front page, with the sections that the CI/CD catalog asks for', () => {
    expect(readme.split(/\s+/).length).to.be.below(2_000);
    expect(headlinesOf(readme)).to.include.members(['Components', 'deploy', 'Contribute']);
    expect(existsSync(fileOf('LICENSE.md'))).to.equal(true);
  });
});
