import { randomUUID } from 'node:crypto';
import { XmlNode } from '@aws-sdk/xml-builder';
import { NormalizedSchema } from '@smithy/core/schema';
import { awsError } from '../api';
import type { Protocol } from './protocol';
import { checkAnswer, commonCodes, inputIn, refusedAsForbidden, type Tree } from './query-form';
import { membersOf } from './schema';
import { errorTexts } from '../texts';

/** AWS query: a form in, XML out. */
export const queryProtocol = (schemas: Readonly<Record<string, unknown>>): Protocol => ({
  inputOf(schema, body) {
    const { input, wrong } = inputIn(body, schema, jsonOf);
    if (wrong?.kind === 'missing') throw awsError('ValidationError', errorTexts.nullMember(wrong.path));
    if (wrong) throw awsError('ValidationError', errorTexts.unknownMember(wrong.path));
    return input;
  },

  answerOf(schema, operation, answer) {
    checkAnswer(schema, operation, answer ?? {});
    const response = new XmlNode(`${operation}Response`)
      .addChildNode(xmlOf(schema.output, answer ?? {}, `${operation}Result`))
      .addChildNode(new XmlNode('ResponseMetadata', [XmlNode.of('RequestId', randomUUID())]));
    return { contentType: 'text/xml', statusCode: 200, body: response.toString() };
  },

  errorOf({ name, message, statusCode }, requestId) {
    const code = codeOf(schemas, name);
    const error = new XmlNode('Error', [
      XmlNode.of('Type', statusCode >= 500 ? 'Receiver' : 'Sender'),
      XmlNode.of('Code', code),
      XmlNode.of('Message', message),
    ]);
    const body = new XmlNode('ErrorResponse', [error, XmlNode.of('RequestId', requestId)]).toString();
    return {
      contentType: 'text/xml',
      statusCode: refusedAsForbidden.includes(code) ? 403 : statusCode,
      body,
    };
  },
});

/** The code that the SDK maps to the exception of that name. */
function codeOf(schemas: Readonly<Record<string, unknown>>, name: string): string {
  const schema = schemas[`${name}$`] as Parameters<typeof NormalizedSchema.of>[0] | undefined;
  const traits = schema ? NormalizedSchema.of(schema).getMergedTraits() : {};
  const [code] = (traits as { readonly awsQueryError?: readonly string[] }).awsQueryError ?? [];
  return code ?? commonCodes[name] ?? name;
}

/** The same value as JSON would have carried it: lists as lists, numbers as numbers. */
function jsonOf(schema: NormalizedSchema, value: Tree | string): unknown {
  if (typeof value === 'string') {
    if (schema.isNumericSchema()) return Number(value);
    return schema.isBooleanSchema() ? value === 'true' : value;
  }
  if (schema.isListSchema()) {
    const { member = {} } = value;
    return Object.values(member).map((item: Tree | string) => jsonOf(schema.getValueSchema(), item));
  }
  const members = schema.isStructSchema() ? membersOf(schema) : {};
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, members[name] ? jsonOf(members[name], item) : item]),
  );
}

function xmlOf(schema: NormalizedSchema, value: unknown, name: string): XmlNode {
  if (schema.isStructSchema()) {
    const members = membersOf(schema);
    const children = Object.entries(value as Record<string, unknown>)
      .filter(([, item]) => item !== undefined)
      .map(([member, item]) => xmlOf(members[member]!, item, member));
    return new XmlNode(name, children);
  }
  if (schema.isListSchema()) {
    const items = (value as unknown[]).map((item) => xmlOf(schema.getValueSchema(), item, 'member'));
    return new XmlNode(name, items);
  }
  return XmlNode.of(name, value instanceof Date ? value.toISOString() : String(value));
}
