import { text as textOf } from 'node:stream/consumers';
import type { Clock } from '../clock';
import { EcsCdError } from '../errors';
import type { Wire } from '../host';
import { connectionFixOf, connectionProblemOf, isLastingProblem } from '../log/connection-problem';
import { firstBytesOf } from '../web/first-bytes';
import { responseTo } from '../web/request-api';
import { cancellationOf } from './cancellation';

interface Purpose {
  /** What the text is for, after "cannot". */
  readonly purpose: string;
  readonly clock: Clock;
  readonly interruption: AbortSignal | undefined;
  readonly wire: Wire;
}

const attempts = 3;
const attemptMs = 10_000;
/** Of a text that is a few kilobytes long in life. */
const mostBytes = 4 * 1024 * 1024;

/** The text behind a URL that ECR handed out: on S3, and signed, so it appears in no message. */
export async function downloaded(
  url: string,
  { purpose, clock, interruption, wire }: Purpose,
): Promise<string> {
  let cause: unknown;
  for (let attempt = 1; attempt <= attempts && !isLastingProblem(cause); attempt++) {
    try {
      const timeout = clock.timeout(attemptMs);
      const signal = interruption ? AbortSignal.any([interruption, timeout]) : timeout;
      const response = await responseTo(url, { signal, proxies: wire.proxies });
      const body = await textOf(firstBytesOf(response, mostBytes));
      const { statusCode: status = 0, statusMessage: statusText = '' } = response;
      if (status === 200) return body;
      const answer = new Error(`HTTP ${status} ${statusText}`.trimEnd());
      if (status < 500) throw forbidden(purpose, answer);
      cause = answer;
    } catch (error) {
      if (interruption?.aborted) throw cancellationOf(interruption, `trying to ${purpose}`, error);
      if (error instanceof EcsCdError) throw error;
      cause = error;
    }
  }
  throw unreachable(url, purpose, cause);
}

function unreachable(url: string, purpose: string, cause: unknown): EcsCdError {
  const why = `${hostOf(url)} does not answer: ${connectionProblemOf(cause)}`;
  return new EcsCdError(isLastingProblem(cause) ? 'rejected' : 'try-again', `cannot ${purpose}: ${why}`, {
    fix:
      connectionFixOf(cause) ??
      'run the job again; if it persists, check the way from the GitLab runner to S3 (proxy, VPC endpoint)',
    cause,
  });
}

function forbidden(purpose: string, cause: Error): EcsCdError {
  return new EcsCdError('rejected', `cannot ${purpose}: the layer store of ECR answers ${cause.message}`, {
    fix: "allow s3:GetObject on ECR's layer bucket in the policy of the VPC endpoint for S3, if there is one",
    cause,
  });
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'ECR';
}
