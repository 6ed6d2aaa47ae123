import http from 'node:http';
import https from 'node:https';
import { text as textOf } from 'node:stream/consumers';
import type { Clock } from '../clock';
import { EcsCdError } from '../errors';
import { cancellationOf } from './cancellation';

interface Purpose {
  /** What the text is for, after "cannot". */
  readonly purpose: string;
  readonly clock: Clock;
  readonly interruption: AbortSignal | undefined;
}

const attempts = 3;
const attemptMs = 10_000;

/** The text behind a URL that ECR handed out: on S3, and signed, so it appears in no message. */
export async function downloaded(url: string, { purpose, clock, interruption }: Purpose): Promise<string> {
  let cause: unknown;
  for (let attempt = 1; attempt <= attempts; attempt++) {
    try {
      const timeout = clock.timeout(attemptMs);
      const signal = interruption ? AbortSignal.any([interruption, timeout]) : timeout;
      const { status, statusText, body } = await got(url, signal);
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
  throw new EcsCdError('try-again', `cannot ${purpose}: ${hostOf(url)} does not answer: ${reasonOf(cause)}`, {
    fix: 'run the job again; if it stays, check the way from the GitLab runner to S3 (proxy, VPC endpoint)',
    cause,
  });
}

interface Answer {
  readonly status: number;
  readonly statusText: string;
  readonly body: string;
}

/** Not by fetch: what Node loads for that takes 25 MB, which a job on a small runner may not have (measured). */
async function got(url: string, signal: AbortSignal): Promise<Answer> {
  const { get } = url.startsWith('https:') ? https : http;
  const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
    get(url, { signal, agent: false }, resolve).once('error', reject);
  });
  const { statusCode: status = 0, statusMessage: statusText = '' } = response;
  return { status, statusText, body: await textOf(response) };
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

function reasonOf(error: unknown): string {
  const { cause = error } = error as { readonly cause?: unknown };
  return cause instanceof Error ? cause.message || cause.name : String(cause);
}
