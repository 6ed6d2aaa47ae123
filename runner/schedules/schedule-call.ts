import { readErrorOf } from '../aws/aws-error';

/** What AWS refuses, in the runner's words. */
export async function calling<T>(permission: string, label: string, send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    const [, operation = ''] = permission.split(':');
    const failure = `${operation} failed for ${label}`;
    throw readErrorOf(error, {
      purpose: `do ${operation} on ${label}`,
      failure,
      permission,
      resource: label,
    });
  }
}

export function unlessMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  return answer.catch((error: unknown) => {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return undefined;
    throw error;
  });
}
