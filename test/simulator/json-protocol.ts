import { awsError } from './api';
import type { Protocol } from './protocol';
import { convertedBy, type Mismatch } from './schema';

const contentType = 'application/x-amz-json-1.1';

/** AWS JSON 1.1; a missing member is refused under the service's own name for it. */
export const jsonProtocol = (missingMember: string): Protocol => ({
  inputOf(schema, body) {
    let json: unknown;
    try {
      json = JSON.parse(body === '' ? '{}' : body);
    } catch {
      // (field report)
      throw awsError('SerializationException', 'Start of structure or map found where not expected.');
    }
    const mismatches: Mismatch[] = [];
    const input = convertedBy(schema.input, json, 'from-wire', (what) => mismatches.push(what));
    refuse(mismatches, missingMember);
    return input;
  },

  answerOf(schema, operation, answer) {
    const mismatches: Mismatch[] = [];
    const json = convertedBy(schema.output, answer ?? {}, 'to-wire', (what) => mismatches.push(what));
    if (mismatches.length > 0) {
      throw new Error(`the simulator's answer to ${operation} is wrong: ${JSON.stringify(mismatches)}`);
    }
    return { contentType, body: JSON.stringify(json) };
  },

  errorOf: ({ name, message }) => ({ contentType, body: JSON.stringify({ __type: name, message }) }),
});

/** The real services stop at the first thing they trip over: types first, for they are met while reading. */
export function refuse(mismatches: readonly Mismatch[], missingMember: string): void {
  const wrongType = mismatches.find(({ kind }) => kind === 'type');
  if (wrongType) {
    const { path, expected, got } = wrongType;
    // (inference)
    throw awsError('SerializationException', `${path}: ${got} can not be converted to ${expected}`);
  }
  const unknown = mismatches.find(({ kind }) => kind === 'unknown');
  // (inference) the CLI and boto3 refuse it before it is sent; a strict simulator is how a test notices.
  if (unknown) throw awsError('SerializationException', `Unknown member: ${unknown.path}`);
  const missing = mismatches.filter(({ kind }) => kind === 'missing').map(({ path }) => path);
  // (inference)
  if (missing.length > 0) throw awsError(missingMember, `Missing required parameter: ${missing.join(', ')}`);
}
