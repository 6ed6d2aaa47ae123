import { XmlNode } from '@aws-sdk/xml-builder';
import type { NormalizedSchema } from '@smithy/core/schema';
import { awsError } from '../api';
import type { Protocol } from './protocol';
import { checkAnswer, commonCodes, inputIn, refusedAsForbidden, type Tree } from './query-form';
import { membersOf } from './schema';
import { errorTexts } from '../texts';

/** EC2 calls a refusal for want of a permission differently than every other service. (AWS docs, EC2 error codes) */
const ownCodes: Readonly<Record<string, string>> = {
  ...commonCodes,
  AccessDeniedException: 'UnauthorizedOperation',
  ThrottlingException: 'RequestLimitExceeded',
  UnrecognizedClientException: 'AuthFailure',
};

/** EC2 query: a form in whose lists have no `member`, XML out whose lists have an `item`. (AWS docs; measured) */
export const ec2QueryProtocol: Protocol = {
  inputOf(schema, body) {
    const { input, wrong } = inputIn(body, schema, jsonOf);
    if (wrong?.kind === 'missing') throw awsError('MissingParameter', errorTexts.missingMember([wrong.path]));
    if (wrong) throw awsError('UnknownParameter', errorTexts.unknownMember(wrong.path));
    return input;
  },

  answerOf(schema, operation, answer) {
    checkAnswer(schema, operation, answer ?? {});
    const response = xmlOf(schema.output, answer ?? {}, `${operation}Response`);
    return { contentType: 'text/xml;charset=UTF-8', statusCode: 200, body: response.toString() };
  },

  errorOf({ name, message, statusCode }, requestId) {
    const code = ownCodes[name] ?? name;
    const error = new XmlNode('Error', [XmlNode.of('Code', code), XmlNode.of('Message', message)]);
    const body = new XmlNode('Response', [
      new XmlNode('Errors', [error]),
      XmlNode.of('RequestID', requestId),
    ]).toString();
    const isForbidden = refusedAsForbidden.includes(code) || code === 'UnauthorizedOperation';
    return { contentType: 'text/xml;charset=UTF-8', statusCode: isForbidden ? 403 : statusCode, body };
  },
};

interface Traits {
  readonly ec2QueryName?: string;
  readonly xmlName?: string;
}

const traitsOf = (schema: NormalizedSchema): Traits => schema.getMergedTraits();

/** A member's name in a form: its own for that, else its XML name with a capital. (Smithy, EC2 query) */
function formNameOf(member: string, schema: NormalizedSchema): string {
  const { ec2QueryName, xmlName = member } = traitsOf(schema);
  return ec2QueryName ?? xmlName.slice(0, 1).toUpperCase() + xmlName.slice(1);
}

function jsonOf(schema: NormalizedSchema, value: Tree | string): unknown {
  if (typeof value === 'string') {
    if (schema.isNumericSchema()) return Number(value);
    return schema.isBooleanSchema() ? value === 'true' : value;
  }
  if (schema.isListSchema()) {
    return Object.values(value).map((item) => jsonOf(schema.getValueSchema(), item));
  }
  const members = Object.entries(schema.isStructSchema() ? membersOf(schema) : {});
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => {
      const [member = name, inner] = members.find(([each, of]) => formNameOf(each, of) === name) ?? [];
      return [member, inner ? jsonOf(inner, item) : item];
    }),
  );
}

function xmlOf(schema: NormalizedSchema, value: unknown, name: string): XmlNode {
  if (schema.isStructSchema()) {
    const members = membersOf(schema);
    const children = Object.entries(value as Record<string, unknown>)
      .filter(([, item]) => item !== undefined)
      .map(([member, item]) => {
        const inner = members[member]!;
        return xmlOf(inner, item, traitsOf(inner).xmlName ?? member);
      });
    return new XmlNode(name, children);
  }
  if (schema.isListSchema()) {
    const itemName = traitsOf(schema.getValueSchema()).xmlName ?? 'item';
    return new XmlNode(
      name,
      (value as unknown[]).map((item) => xmlOf(schema.getValueSchema(), item, itemName)),
    );
  }
  return XmlNode.of(name, value instanceof Date ? value.toISOString() : String(value));
}
