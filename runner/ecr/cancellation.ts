import { EcsCdError } from '../errors';

/** The end of a run whose job was cancelled before anything depended on it. */
export function cancellationOf(interruption: AbortSignal, doing: string, cause?: unknown): EcsCdError {
  return new EcsCdError('cancelled', `cancelled by ${String(interruption.reason)} while ${doing}`, {
    fix: 'run the job again: it looks at ECR first and does only what is left to do',
    cause,
  });
}
