import { reading, unlessRefused } from '../aws/aws-error';

/** What AWS refuses, in the runner's words. */
export async function calling<T>(permission: string, label: string, send: () => Promise<T>): Promise<T> {
  const [, operation = ''] = permission.split(':');
  const told = { purpose: `do ${operation} on ${label}`, failure: `${operation} failed for ${label}` };
  return reading({ ...told, permission, resource: label }, send());
}

/** The same; undefined where it does not exist. */
export function callingIfThere<T>(...call: Parameters<typeof calling<T>>): Promise<T | undefined> {
  return unlessRefused('ResourceNotFoundException', calling(...call));
}
