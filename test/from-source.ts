import path from 'node:path';

const root = path.resolve(__dirname, '..');

/** The command line of a program of this project, from source; in every folder, and whatever its environment is. */
export const fromSource = (program = 'runner/main.ts'): readonly [string, ...string[]] => [
  'env',
  `TS_NODE_PROJECT=${path.join(root, 'tsconfig.json')}`,
  process.execPath,
  '-r',
  path.join(root, 'node_modules/ts-node/register'),
  path.join(root, program),
];
