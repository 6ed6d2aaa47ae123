import { readErrorOf, unlessRefused } from '../aws/aws-error';

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

/** The same; undefined where it does not exist. */
export function callingIfThere<T>(...call: Parameters<typeof calling<T>>): Promise<T | undefined> {
  return unlessRefused('ResourceNotFoundException', calling(...call));
}
