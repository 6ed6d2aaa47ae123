// The runner as one file: `node .ci/bundle.mjs [--outfile=dist/ecs-cd.cjs]`.
//
// An AWS client is loaded when it is needed, by a `require` inside a function, and of what is loaded so esbuild drops
// nothing: the client of EC2 alone would weigh as much as everything else. So the files that name what is used of a client
// (runner/aws/sdk/sdk-*.ts) are bundled by themselves first, from the packages' ES modules, and go into the file as they are then.
import { build, transform } from 'esbuild';
import { appendFile, readFile } from 'node:fs/promises';
import path from 'node:path';
import { licensesOf } from './licenses.mjs';

const outfile =
  process.argv.find((argument) => argument.startsWith('--outfile='))?.slice('--outfile='.length) ??
  'dist/ecs-cd.cjs';
const target = 'node20';
/** Every file that something was taken from. */
const bundled = [];
const small = { minifyWhitespace: true, minifySyntax: true };

const usedPart = {
  name: 'used part of a client',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]runner[\\/]aws[\\/]sdk[\\/]sdk-[a-z0-9-]+\.ts$/ }, async ({ path: file }) => {
      const { outputFiles, metafile } = await build({
        entryPoints: [file],
        bundle: true,
        format: 'cjs',
        platform: 'node',
        target,
        ...small,
        minifyIdentifiers: true,
        mainFields: ['module', 'main'],
        conditions: ['node'],
        // What all clients share is in the file once.
        external: [
          '@smithy/*',
          '@aws-sdk/core',
          '@aws-sdk/core/*',
          '@aws-sdk/credential-provider-node',
          '@aws-sdk/types',
        ],
        plugins: [plainKeys],
        write: false,
        metafile: true,
        logLevel: 'warning',
      });
      bundled.push(...Object.keys(metafile.inputs));
      return { contents: outputFiles[0].text, loader: 'js', resolveDir: path.dirname(file) };
    });
  },
};

/** EC2's shapes have keys that are computed from constants, which esbuild takes for an effect that it must keep. */
const plainKeys = {
  name: 'plain keys',
  setup({ onLoad }) {
    onLoad(
      { filter: /[\\/]client-ec2[\\/]dist-es[\\/]schemas[\\/]schemas_\d+\.js$/ },
      async ({ path: file }) => {
        const text = await readFile(file, 'utf8');
        const constants = new Map(
          [...text.matchAll(/^const (_\w+) = ("[^"]*");$/gm)].map(([, name, value]) => [name, value]),
        );
        const contents = text.replace(/\[(_\w+)\]:/g, (all, name) =>
          constants.has(name) ? `${constants.get(name)}:` : all,
        );
        return { contents, loader: 'js' };
      },
    );
  },
};

/** Others' local names are short; our own stay as they are, for the stack of an internal error. */
const shortNames = {
  name: 'short names in packages',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]node_modules[\\/].*\.[cm]?js$/ }, async ({ path: file }) => {
      const { code } = await transform(await readFile(file, 'utf8'), { minifyIdentifiers: true, target });
      return { contents: code, loader: 'js' };
    });
  },
};

const { metafile } = await build({
  entryPoints: ['runner/main.ts'],
  bundle: true,
  platform: 'node',
  target,
  conditions: ['node'],
  ...small,
  define: { 'import.meta.url': 'importMetaUrl' },
  banner: { js: 'const importMetaUrl = require("node:url").pathToFileURL(__filename).href;' },
  // The proxy agents' traces would go past the log's masking, passwords and all, where a job has a DEBUG of its own.
  alias: { debug: path.resolve(import.meta.dirname, 'no-traces.cjs') },
  plugins: [usedPart, shortNames],
  outfile,
  metafile: true,
  logLevel: 'warning',
});
const licenses = await licensesOf([...bundled, ...Object.keys(metafile.inputs)]);
await appendFile(outfile, `/*\n${licenses.replaceAll('*/', '* /')}*/\n`);
