// The runner as one file: `node .ci/bundle.mjs [--outfile=dist/ecs-cd.cjs]`.
//
// An AWS client is loaded when it is needed, by a `require` inside a function, and of what is loaded so esbuild drops
// nothing: the client of EC2 alone would weigh as much as everything else. So what the runner names of a client is bundled by
// itself first, from the package's ES modules, and goes into the file as it is then.
import { build, transform } from 'esbuild';
import { appendFile, readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { licensesOf } from './licenses.mjs';

const outfile =
  process.argv.find((argument) => argument.startsWith('--outfile='))?.slice('--outfile='.length) ??
  'dist/ecs-cd.cjs';
const target = 'node20';
const require = createRequire(import.meta.url);
/** Every file that something was taken from. */
const bundled = [];
const small = { minifyWhitespace: true, minifySyntax: true };

/** Commands, clients and schemas that some file of the runner names. */
async function namesInRunner() {
  const files = await readdir('runner', { recursive: true });
  const texts = files
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFile(`runner/${file}`, 'utf8'));
  return new Set(
    (await Promise.all(texts)).flatMap((text) => text.match(/\b\w+(?:Command|Client|\$)(?!\w)/g) ?? []),
  );
}

const usedPart = {
  name: 'used part of a client',
  setup({ onLoad, onResolve }) {
    const namespace = 'used-part';
    const names = namesInRunner();
    onResolve({ filter: /^@aws-sdk\/client-/ }, ({ path: client, importer }) =>
      /[\\/]runner[\\/]aws[\\/]sdk\.ts$/.test(importer) ? { path: client, namespace } : undefined,
    );
    onLoad({ filter: /./, namespace }, async ({ path: client }) => {
      const used = [...(await names)].filter((name) => name in require(client)).toSorted();
      const { outputFiles, metafile } = await build({
        stdin: { contents: `export { ${used.join(', ')} } from '${client}';`, resolveDir: process.cwd() },
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
      return { contents: outputFiles[0].text, loader: 'js', resolveDir: process.cwd() };
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
