import { awsError } from '../api';
import { mistakeIn, type Protocol } from './protocol';
import { convertedBy, type Mismatch } from './schema';
import { errorTexts } from '../texts';

/** AWS JSON; a missing member is refused under the service's own name for it. */
export function jsonProtocol(missingMember: string, version: '1.0' | '1.1' = '1.1'): Protocol {
  const contentType = `application/x-amz-json-${version}`;
  return {
    inputOf(schema, body) {
      let json: unknown;
      try {
        json = JSON.parse(body === '' ? '{}' : body);
      } catch {
        throw awsError('SerializationException', errorTexts.noJson);
      }
      const mismatches: Mismatch[] = [];
      const input = convertedBy(schema.input, json, 'from-wire', (what) => mismatches.push(what));
      refuse(mismatches, missingMember);
      return input;
    },

    answerOf(schema, operation, answer) {
      const mismatches: Mismatch[] = [];
      const json = convertedBy(schema.output, answer ?? {}, 'to-wire', (what) => mismatches.push(what));
      if (mismatches.length > 0) throw mistakeIn(operation, mismatches);
      return { contentType, statusCode: 200, body: JSON.stringify(json) };
    },

    errorOf: ({ name, message, statusCode }) => ({
      contentType,
      statusCode,
      body: JSON.stringify({ __type: name, message }),
    }),
  };
}

/** The real services stop at the first thing they trip over: types first, for they are met while reading. */
function refuse(mismatches: readonly Mismatch[], missingMember: string): void {
  const wrongType = mismatches.find(({ kind }) => kind === 'type');
  if (wrongType) {
    const { path, expected, got } = wrongType;
    throw awsError('SerializationException', errorTexts.wrongType(path, expected, got));
  }
  const unknown = mismatches.find(({ kind }) => kind === 'unknown');
  if (unknown) throw awsError('SerializationException', errorTexts.unknownMember(unknown.path));
  const missing = mismatches.filter(({ kind }) => kind === 'missing').map(({ path }) => path);
  if (missing.length > 0) throw awsError(missingMember, errorTexts.missingMember(missing));
}
