import { EcsCdError } from '../errors';
import type { ProjectFiles } from '../settings/checks/build-context';
import { endOf, type Ended } from './engine-failure';

/** What was built from where. */
interface Attempted {
  readonly engine: string;
  readonly image: string;
  /** Absolute. */
  readonly context: string;
  readonly files: Pick<ProjectFiles, 'root' | 'at'>;
}

export function buildFailureOf({ engine, image, ...place }: Attempted, ended: Ended): EcsCdError {
  const { step, said, printed } = failureIn(ended.lastLines);
  const where = step === '' || said.includes(step) ? '' : ` at ${step}`;
  const why = `${said || endOf(ended)}${printed && ` (its output ends with: ${printed})`}`;
  const fix =
    ended.endedBy === 'SIGKILL'
      ? 'give the job more memory: the kernel kills a process that takes more than there is'
      : (copyFixOf(step, said, place) ?? buildFixOf(step, ended.lastLines));
  return new EcsCdError('build-failed', `${engine} could not build ${image}${where}: ${why}`, { fix });
}

/** The step that failed, what the engine says of that, and the step itself at last; empty where they do not say it. */
function failureIn(lines: readonly string[]) {
  const last = lines.findLast((line) => engineSays.test(line)) ?? '';
  const headline = lines.findLastIndex((line) => stepIn(line, headlines) !== undefined);
  const step = stepIn(last, [quoted]) ?? stepIn(lines[headline] ?? '', headlines) ?? '';
  const printed = headline < 0 ? '' : printedIn(lines.slice(headline + 1), last);
  return { step, said: last.trim(), printed };
}

/** The last word of BuildKit and Podman (`ERROR: failed to solve: ...`), and of Docker's builder before BuildKit. */
const engineSays =
  /^(?:error|fatal)\b.{0,9}: |returned a non-zero code: |^(?:COPY|ADD) failed: |dockerfile parse error/i;

/** (measured) BuildKit shows the step once more as a headline, Docker's older builder and Podman number it. */
const headlines = [/^ > \[[^\]]*\] (.+):$/, /^S(?:tep|TEP) \d+\/\d+ ?: (.+)$/] as const;
/** (measured) Podman's last word. */
const quoted = /building at STEP "(.+?)": /;

const stepIn = (line: string, patterns: readonly RegExp[]) =>
  patterns.map((pattern) => pattern.exec(line)?.[1]).find((step) => step !== undefined);

/** The last lines of the step itself, without the times that BuildKit puts before them. */
function printedIn(behind: readonly string[], said: string): string {
  const end = behind.findIndex((line) => line === said || /^-{6,}$/.test(line));
  const own = behind.slice(0, end < 0 ? undefined : end).map((line) => line.replace(/^\d+\.\d+ /, '').trim());
  return own
    .filter((line) => line !== '' && !line.startsWith('--->'))
    .slice(-3)
    .map((line) => line.slice(0, 200))
    .join(' / ');
}

/** What of the project a COPY or ADD names that the build does not get. */
function copyFixOf(
  step: string,
  said: string,
  { context, files }: Pick<Attempted, 'context' | 'files'>,
): string | undefined {
  const [instruction = '', ...words] = step.split(/\s+/).filter((word) => !word.startsWith('--'));
  if (!/^(?:COPY|ADD)$/i.test(instruction) || /--from=/.test(step)) return undefined;
  if (!/not found|no such file|outside the build context|does not exist/i.test(said)) return undefined;
  const sources = words.slice(0, -1).map((source) => ({ source, name: withoutDots(source) }));
  const missing = sources.find(({ name }) => /\w/.test(name) && said.includes(name));
  if (!missing) return undefined;
  const { source, name } = missing;
  const isThere = (place: string) => ['file', 'folder'].includes(files.at(place).kind ?? '');
  const inProject = (absolute: string) => absolute.replace(`${files.root}/`, '');
  if (isThere(`${context}/${name}`))
    return `${name} is in the context, and .dockerignore excludes it: let that keep it`;
  const outside = [`${context}/${source}`, `${files.root}/${name}`].find(
    (place) => isThere(place) && files.at(place).absolute.startsWith(`${files.root}/`),
  );
  const folder = inProject(context);
  if (outside === undefined)
    return `${name} is not in the context ${folder}: check that it is committed, or made by an earlier job and handed on as an artifact`;
  const found = inProject(files.at(outside).absolute);
  return `${found} is in the project, but outside the context ${folder}: set DOCKER_BUILD_CONTEXT to . and ECS_CD_DOCKERFILE to ${folder}/Dockerfile, and name it in the Dockerfile as ${found}`;
}

/** The engines say `/x` of `x`, of `./x` and of `../x`. */
const withoutDots = (source: string) => source.replace(/^(?:\.{0,2}\/)+/, '');

const buildFixes: readonly (readonly [RegExp, string])[] = [
  [
    /exec format error/i,
    'a step ran a program of another architecture than this machine: build on a GitLab runner of that architecture (tags), or give this one an emulator (docker run --privileged --rm tonistiigi/binfmt --install all, see docs/reference.md)',
  ],
  [
    /no match for platform|no image found in .*for architecture|no matching manifest for/i,
    'the image behind a FROM does not exist for the platform: take one that does, or change ECS_CD_PLATFORM',
  ],
  [
    /pull access denied|toomanyrequests|failed to (?:resolve source metadata|authorize)|manifest unknown/i,
    'check the name of the image behind FROM, and whether this job may pull it: a login in DOCKER_AUTH_CONFIG, a mirror where the registry counts pulls',
  ],
  [
    /target stage|failed to reach build target|the target "/i,
    'set ECS_CD_BUILD_TARGET to a name that stands behind AS in the Dockerfile',
  ],
  [/dockerfile parse error/i, 'correct that line of the Dockerfile'],
  [/no builder "/, 'unset BUILDX_BUILDER, or create that builder before (docker buildx create --name)'],
];

/** What counts is said near the end, before the step is shown once more. */
function buildFixOf(step: string, lastLines: readonly string[]): string {
  const words = lastLines.slice(-30).join('\n');
  // What a program prints can look like any of them; the first is what the kernel says to a shell.
  const possible = /^RUN\b/i.test(step) ? buildFixes.slice(0, 1) : buildFixes;
  const known = possible.find(([pattern]) => pattern.test(words))?.[1];
  return known ?? "correct that step of the Dockerfile; the build's output above has all that it printed";
}
