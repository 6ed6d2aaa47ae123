import { EcsCdError } from '../errors';
import type { Finished } from '../subprocess';
import type { Engine, EngineFacts } from './engine';

/** What came of asking for an engine. */
export interface Attempt {
  readonly engine: Engine;
  /** The command at least. */
  readonly isThere: boolean;
  readonly versions?: Pick<EngineFacts, 'version' | 'client'>;
  readonly said: string;
}

export type Ended = Pick<Finished, 'exitCode' | 'endedBy' | 'stderr' | 'lastLines'>;

export function noEngineOf(tried: readonly Attempt[]): EcsCdError {
  const problems = tried.map(({ engine: { name, howToProvide }, said }) => ({
    ...{ subject: name, message: said, fix: howToProvide },
  }));
  return new EcsCdError('rejected', 'there is no container engine that could build the image', { problems });
}

/** Whether BuildKit could not read its cache in the registry, or not write it; its layers have URLs of the repository. */
export function isCacheFailure(ended: Ended, reference: string): boolean {
  const words = lastWordsOf(ended);
  const name = reference.slice(reference.indexOf('/') + 1, reference.lastIndexOf(':'));
  return (
    words.includes(`/v2/${name}/`) ||
    /(?:im|ex)porting cache|cache (?:im|ex)port|cache manifest|writing (?:layer|manifest) blob/i.test(words)
  );
}

/** The registry broke off, or had a fault of its own: the same push can succeed a moment later. */
export function isPassing(ended: Ended): boolean {
  return /unexpected EOF|\bstatus\b.*\b5\d\d\b|\bHTTP\W{0,3}5\d\d\b/i.test(lastWordsOf(ended));
}

/** The login is good for 12 hours from when ECR gave it out, and the build was longer. */
export function isLoginExpired(ended: Ended): boolean {
  return /authorization token has expired/i.test(lastWordsOf(ended));
}

const fixes: readonly (readonly [RegExp, string])[] = [
  [/authorization token has expired/i, 'run the job again: the registry login has expired'],
  [/immutable/i, 'use another DOCKER_TAG: this one is immutable in ECR'],
  // containerd's words, where it does not hand on the registry's (measured with Docker 26.1).
  [
    /\/manifests\/\S+: 400 /,
    'let the tag move, or use Docker 29 (docker_service_image): older ones push what an index lists under the same tag, and an immutable tag can be pushed once',
  ],
  [
    /not authorized|denied|forbidden|unauthorized|no basic auth credentials|\b40[13]\b/i,
    'allow ecr:BatchCheckLayerAvailability, ecr:InitiateLayerUpload, ecr:UploadLayerPart, ecr:CompleteLayerUpload, ecr:PutImage and ecr:BatchGetImage on the repository to the user or role of this job',
  ],
  // The engine's own word, not the registry's.
  [
    /does not exist locally|tag does not exist|no such image|image not known/i,
    'let the engine keep what it builds: unset BUILDX_BUILDER, or use a builder with the docker driver',
  ],
  [/name unknown|does not exist|repository .*not found/i, 'create the repository, or correct REPOSITORY_URL'],
  [
    /server gave HTTP response to HTTPS client/i,
    'use the registry over HTTPS, or declare it insecure to the engine',
  ],
  [
    /certificate|x509/i,
    'let the engine trust the certificate of the registry or of the proxy in front of it',
  ],
  [
    /timeout|timed out|connection re(?:set|fused)|no such host|\bEOF\b|broken pipe|network is unreachable|\b5\d\d\b/i,
    'run the job again; if it persists, check the way from the container engine to ECR (proxy, DNS, firewall)',
  ],
];

export function loginFailureOf(registry: string, { title }: Engine, ended: Ended): EcsCdError {
  return refusalOf('push-failed', `${title} could not log in to ${registry}`, ended);
}

export function pushFailureOf(engine: string, reference: string, ended: Ended): EcsCdError {
  const verdict = isPassing(ended) ? 'try-again' : 'push-failed';
  return refusalOf(verdict, `${engine} could not push ${reference}`, ended);
}

function refusalOf(verdict: 'push-failed' | 'try-again', what: string, ended: Ended): EcsCdError {
  const words = lastWordsOf(ended);
  const [, fix = 'run the job again; if it persists, see what the registry said'] =
    fixes.find(([pattern]) => pattern.test(words)) ?? [];
  return new EcsCdError(verdict, `${what}: ${words || endOf(ended)}`, { fix });
}

/** Progress goes to one stream or the other, complaints to the standard error, the one that counts mostly last. */
function lastWordsOf({ stderr, lastLines }: Ended): string {
  const isSaid = (line: string) => line.trim() !== '';
  const complaints = stderr.split('\n').filter(isSaid);
  const complaint =
    complaints.findLast((line) => /\berror\b|denied|invalid/i.test(line)) ?? complaints.at(-1);
  return (complaint ?? lastLines.filter(isSaid).slice(-3).join(' / ')).trim();
}

export function endOf({ exitCode, endedBy }: Ended): string {
  return exitCode === undefined
    ? `ended ${endedBy === undefined ? 'for an unknown reason' : `by ${endedBy}`}`
    : `exit code ${exitCode}`;
}
