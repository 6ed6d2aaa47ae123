import type { NormalizedSchema } from '@smithy/core/schema';
import { mistakeIn } from './protocol';
import { convertedBy, type Mismatch, type OperationSchema } from './schema';

/** Errors that every service has, as the query services call them. (AWS docs, "Common errors") */
export const commonCodes: Readonly<Record<string, string>> = {
  AccessDeniedException: 'AccessDenied',
  ExpiredTokenException: 'ExpiredToken',
  InvalidSignatureException: 'SignatureDoesNotMatch',
  MissingAuthenticationTokenException: 'MissingAuthenticationToken',
  ServerException: 'InternalFailure',
  ThrottlingException: 'Throttling',
  UnknownOperationException: 'InvalidAction',
  UnrecognizedClientException: 'InvalidClientTokenId',
};

export const refusedAsForbidden: readonly string[] = [
  'AccessDenied',
  'ExpiredToken',
  'InvalidClientTokenId',
  'MissingAuthenticationToken',
  'SignatureDoesNotMatch',
];

type JsonOf = (schema: NormalizedSchema, value: Tree | string) => unknown;

export interface Tree {
  [member: string]: Tree | string;
}

/** `Targets.member.1.Id=x` as `{ Targets: { member: { 1: { Id: 'x' } } } }`. */
function treeOf(form: URLSearchParams): Tree {
  const root: Tree = {};
  for (const [key, value] of form) {
    const names = key.split('.');
    const last = names.pop() ?? '';
    let node = root;
    for (const name of names) {
      const next = node[name];
      node = typeof next === 'object' ? next : (node[name] = {});
    }
    node[last] = value;
  }
  return root;
}

/** The input that a form holds, as JSON would have carried it, and the first thing in it that does not fit. */
export function inputIn(body: string, { input: schema }: OperationSchema, jsonOf: JsonOf) {
  const form = new URLSearchParams(body);
  form.delete('Action');
  form.delete('Version');
  const mismatches: Mismatch[] = [];
  const json = jsonOf(schema, treeOf(form));
  const input = convertedBy(schema, json, 'from-wire', (what) => mismatches.push(what));
  return { input, wrong: mismatches[0] };
}

/** Throws where the simulator's own answer is none of this operation. */
export function checkAnswer({ output }: OperationSchema, operation: string, answer: unknown): void {
  const mismatches: Mismatch[] = [];
  convertedBy(output, answer, 'to-wire', (what) => mismatches.push(what));
  if (mismatches.length > 0) throw mistakeIn(operation, mismatches);
}
