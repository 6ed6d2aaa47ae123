import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const root = path.resolve(__dirname, '..');
const mostFiles = 16;

describe('the house', () => {
  it('has no arrow back up, no circle, and no decision that touches what is outside', async () => {
    const depcruise = path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
    const { stdout } = await promisify(execFile)(process.execPath, [depcruise, '.ci', 'runner'], {
      cwd: root,
    }).catch((error: unknown) => error as { stdout: string });
    expect(stdout).to.contain('no dependency violations found');
  });

  it(`has no folder over ${mostFiles} files`, () => {
    const files = readdirSync(path.join(root, 'runner'), { recursive: true, encoding: 'utf8' });
    const counts = new Map<string, number>();
    for (const file of files.filter((name) => name.endsWith('.ts')))
      counts.set(path.dirname(file), (counts.get(path.dirname(file)) ?? 0) + 1);
    expect([...counts].filter(([, count]) => count > mostFiles)).to.deep.equal([]);
  });
});
