import { expect } from 'chai';
import { buildFailureOf } from '../../runner/build/build-failure';

const root = '/builds/shop';
const there = ['app/kept-out.txt', 'nginx.conf', 'app/Dockerfile'].map((name) => `${root}/${name}`);
const files = {
  root,
  at(name: string) {
    const absolute = name.replace(/\/[^/]+\/\.\.(?=\/)/, '');
    return { absolute, kind: there.includes(absolute) ? ('file' as const) : ('nothing' as const) };
  },
};
const failureOf = (text: string) =>
  buildFailureOf(
    { engine: 'Docker 28', image: 'web:1', context: `${root}/app`, files },
    { exitCode: 1, stderr: '', lastLines: text.split('\n') },
  );

const buildKit = (step: string, said: string, ...printed: readonly string[]) => `#6 [2/3] ${step}
${printed.map((line) => `#6 ${line}\n`).join('')}#6 ERROR: ${said}
------
 > [2/3] ${step}:
${printed.map((line) => `${line}\n`).join('')}------
Dockerfile:2
--------------------
   2 | >>> ${step}
--------------------
ERROR: failed to build: failed to solve: ${said}`;
const legacy = (step: string, said: string) => `Step 1/2 : FROM scratch
Step 2/2 : ${step}
 ---> Running in 0123456789ab
${step.startsWith('RUN') ? 'npm error code E404\n' : ''}${said}`;
const podman = (step: string, said: string) => `STEP 1/2: FROM scratch
STEP 2/2: ${step}
Error: building at STEP "${step}": ${said}`;

const checksum = 'failed to compute cache key: failed to calculate checksum of ref a1::b2: ';
const outside =
  'nginx.conf is in the project, but outside the context app: set DOCKER_BUILD_CONTEXT to . and ECS_CD_DOCKERFILE to app/Dockerfile, and name it in the Dockerfile as nginx.conf';
const keptOut = 'kept-out.txt is in the context, and .dockerignore excludes it: let that keep it';
const step = "correct that step of the Dockerfile; the build's output above has all that it printed";

describe('a build that fails', () => {
  // Words of the engines (field reports; Podman measured).
  const cases: readonly (readonly [what: string, output: string, message: string, fix: string])[] = [
    [
      'at a command, with BuildKit',
      buildKit(
        'RUN npm ci',
        'process "/bin/sh -c npm ci" did not complete successfully: exit code: 1',
        ...[
          '0.1 npm warn old',
          '',
          '0.2 npm error code E404',
          '0.3 npm error 404 Not Found',
          '0.4 npm error end',
        ],
      ),
      ' at RUN npm ci: ERROR: failed to build: failed to solve: process "/bin/sh -c npm ci" did not complete successfully: exit code: 1 (its output ends with: npm error code E404 / npm error 404 Not Found / npm error end)',
      step,
    ],
    [
      "at a command, with Docker's builder before BuildKit",
      legacy('RUN npm ci', "The command '/bin/sh -c npm ci' returned a non-zero code: 1"),
      " at RUN npm ci: The command '/bin/sh -c npm ci' returned a non-zero code: 1 (its output ends with: npm error code E404)",
      step,
    ],
    [
      'at a command, with Podman',
      podman('RUN npm ci', 'while running runtime: exit status 1'),
      ': Error: building at STEP "RUN npm ci": while running runtime: exit status 1',
      step,
    ],
    [
      'at a file beside the context, with BuildKit',
      buildKit('COPY ../nginx.conf /etc/', `${checksum}"/nginx.conf": not found`),
      ` at COPY ../nginx.conf /etc/: ERROR: failed to build: failed to solve: ${checksum}"/nginx.conf": not found`,
      outside,
    ],
    [
      'at a file of the project that the context lacks, with BuildKit',
      buildKit('COPY --chown=app nginx.conf /etc/', `${checksum}"/nginx.conf": not found`),
      ` at COPY --chown=app nginx.conf /etc/: ERROR: failed to build: failed to solve: ${checksum}"/nginx.conf": not found`,
      outside,
    ],
    [
      "at a file beside the context, with Docker's builder before BuildKit",
      legacy(
        'COPY ../nginx.conf /etc/',
        'COPY failed: forbidden path outside the build context: ../nginx.conf ()',
      ),
      ' at COPY ../nginx.conf /etc/: COPY failed: forbidden path outside the build context: ../nginx.conf ()',
      outside,
    ],
    [
      'at a file beside the context, with Podman',
      podman(
        'COPY ../nginx.conf /etc/',
        'checking on sources under "/builds/shop/app": possible escaping context directory error: copier: stat: "/nginx.conf": no such file or directory',
      ),
      ': Error: building at STEP "COPY ../nginx.conf /etc/": checking on sources under "/builds/shop/app": possible escaping context directory error: copier: stat: "/nginx.conf": no such file or directory',
      outside,
    ],
    [
      'at a file that .dockerignore excludes, with Podman',
      podman(
        'COPY kept-out.txt /',
        'no items matching glob "/builds/shop/app/kept-out.txt" copied (1 filtered out using /builds/shop/app/.dockerignore): no such file or directory',
      ),
      ': Error: building at STEP "COPY kept-out.txt /": no items matching glob "/builds/shop/app/kept-out.txt" copied (1 filtered out using /builds/shop/app/.dockerignore): no such file or directory',
      keptOut,
    ],
    [
      'at a file that .dockerignore excludes, with BuildKit',
      buildKit('COPY . kept-out.txt /', `${checksum}"/kept-out.txt": not found`),
      ` at COPY . kept-out.txt /: ERROR: failed to build: failed to solve: ${checksum}"/kept-out.txt": not found`,
      keptOut,
    ],
    [
      'at a file that is nowhere',
      buildKit('COPY dist /dist', `${checksum}"/dist": not found`),
      ` at COPY dist /dist: ERROR: failed to build: failed to solve: ${checksum}"/dist": not found`,
      'dist is not in the context app: check that it is committed, or made by an earlier job and handed on as an artifact',
    ],
    [
      'at a file of another stage',
      buildKit('COPY --from=build /nginx.conf /', `${checksum}"/nginx.conf": not found`),
      ` at COPY --from=build /nginx.conf /: ERROR: failed to build: failed to solve: ${checksum}"/nginx.conf": not found`,
      step,
    ],
    [
      'at a word that is no instruction',
      'ERROR: failed to build: failed to solve: dockerfile parse error on line 3: unknown instruction: RNU (did you mean RUN?)',
      ': ERROR: failed to build: failed to solve: dockerfile parse error on line 3: unknown instruction: RNU (did you mean RUN?)',
      'correct that line of the Dockerfile',
    ],
    [
      'for want of the builder that BUILDX_BUILDER names',
      'ERROR: no builder "own" found',
      ': ERROR: no builder "own" found',
      'unset BUILDX_BUILDER, or create that builder before (docker buildx create --name)',
    ],
    ...(
      [
        [
          'target stage "prod" could not be found',
          'set ECS_CD_BUILD_TARGET to a name that stands behind AS in the Dockerfile',
        ],
        [
          'hub.example/nod:22: failed to resolve source metadata for hub.example/nod:22: pull access denied',
          'check the name of the image behind FROM, and whether this job may pull it: a login in DOCKER_AUTH_CONFIG, a mirror where the registry counts pulls',
        ],
      ] as const
    ).map(([words, fix]) => {
      const said = `ERROR: failed to build: failed to solve: ${words}`;
      return [`before any step: ${words.slice(0, 12)}`, said, `: ${said}`, fix] as const;
    }),
    ...['error MSB4057: The target "Pack" does not exist', '401: failed to authorize'].map((printed) => {
      const said = 'process "/bin/sh -c make" did not complete successfully: exit code: 1';
      const message = ` at RUN make: ERROR: failed to build: failed to solve: ${said} (its output ends with: ${printed})`;
      const what = `at a program that prints words like those of an engine: ${printed}`;
      return [what, buildKit('RUN make', said, printed), message, step] as const;
    }),
    ['in silence', '', ': exit code 1', step],
  ];
  for (const [what, output, message, fix] of cases) {
    it(`says where and why: ${what}`, () => {
      const error = failureOf(output);
      expect(error.message).to.equal(`Docker 28 could not build web:1${message}`);
      expect(error.fix).to.equal(fix);
    });
  }
});
