import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { variables } from '../runner/contract/variables';
import { commandNames } from '../runner/commands/commands';
import { exitCodes } from '../runner/errors';
import { inputsTable } from './pipeline/inputs-table';
import { downstream } from './pipeline/downstream';

const file = path.resolve(__dirname, '../README.md');
const readme = readFileSync(file, 'utf8');

/** Whoever changes what a table is made from runs the tests once with ECS_CD_UPDATE_README=1. */
const isUpdate = process.env['ECS_CD_UPDATE_README'] === '1';

const variablesTable = () =>
  [
    '| variable | option | `terraform output` | for | meaning |',
    '|---|---|---|---|---|',
    ...variables.map((variable) => {
      const { name, flag, terraformOutput, commands, description, required, default: usual } = variable;
      const note = usual === undefined ? (required ? ' Required.' : '') : ` Default \`${usual}\`.`;
      const option = flag === undefined ? '' : `\`--${flag}\``;
      const output = terraformOutput === undefined ? '' : `\`${terraformOutput}\``;
      const whom = commands.length === commandNames.length ? 'all' : commands.join(', ');
      return `| \`${name}\` | ${option} | ${output} | ${whom} | ${description}${note} |`;
    }),
  ].join('\n');

describe('the README', () => {
  for (const [name, table] of [
    ['variables', variablesTable],
    ['inputs', inputsTable],
  ] as const) {
    it(`lists the ${name} as they are`, () => {
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

  it('names no npm script that is not there', () => {
    const { scripts } = JSON.parse(readFileSync(path.resolve(__dirname, '../package.json'), 'utf8')) as {
      scripts: object;
    };
    const named = [...readme.matchAll(/npm run (?:-s |--silent )?([a-z-]+)/g)].map(([, script]) => script);
    expect(Object.keys(scripts)).to.include.members(named);
  });
});
