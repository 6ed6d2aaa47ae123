import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { answerHistory } from './answer-history';
import { awsError, isAwsErrorReply, type Api, type CallContext, type Operation, type Setting } from '../api';
import type { Keyring } from '../iam/credentials';
import { faultError } from './fault-errors';
import type { FaultKind, FaultQueue } from './faults';
import { jsonProtocol } from './json-protocol';
import type { Protocol, WireAnswer } from './protocol';
import { restRequestOf } from './rest-request';
import { operationSchemaOf } from './schema';
import { addressOf, serviceWires } from './service-wires';
import { signatureOf, type Signature } from './signature';
import { errorTexts } from '../texts';

/** One call that reached the simulated AWS. */
export interface RecordedCall {
  readonly at: number;
  readonly service: string;
  readonly operation: string;
  /** As the schema lets it through; undefined when it was refused before. */
  input: unknown;
  /** The error that was answered, or the fault that kept the answer back. */
  refused?: string;
  /** When what was answered was true, where it is old. */
  shownAt?: number;
  /** What went wrong with it on purpose. */
  fault?: FaultKind;
}

/** What is looked at of a request, and what is done with a response; Node's own are both. */
export interface AwsRequest extends Pick<IncomingMessage, 'headers' | 'method' | 'url'> {
  readonly socket: { destroy(): unknown };
}
export interface AwsResponse {
  writeHead(statusCode: number, headers: Readonly<Record<string, string | number>>): unknown;
  write(body: string): unknown;
  end(body: string): unknown;
}

interface Parts {
  readonly setting: Setting;
  readonly apis: readonly Api[];
  readonly keys: Keyring;
  readonly faults: FaultQueue;
  readonly calls: RecordedCall[];
  /** Told of every call as soon as it has taken effect, before its answer leaves. */
  readonly listeners: ((call: RecordedCall) => void)[];
  /** The simulator's own mistakes: never to be taken for a refusal of AWS. */
  readonly bugs: Error[];
}

/** Answers every AWS call: who asks, what for, whether it is well-formed, and only then what AWS would say. */
export function awsEndpoint({ setting, apis, keys, faults, calls, listeners, bugs }: Parts) {
  const history = answerHistory(setting.clock);
  const operations = new Map<string, Operation>(
    apis.flatMap(({ service, operations: all }) =>
      Object.entries(all).map(([name, operation]) => [`${service}.${name}`, operation] as const),
    ),
  );

  return async function answer(request: AwsRequest, response: AwsResponse, body: string): Promise<void> {
    const signature = signatureOf(request, body);
    const rest = signature?.service === 'scheduler' ? restRequestOf(request, body) : undefined;
    const { service, operation } =
      rest ?? addressOf(request.headers, body) ?? unknownAddress(request, signature);
    const { protocol, schemas } = serviceWires[service] ?? unknownService;
    const call: RecordedCall = { at: setting.clock.now(), service, operation, input: undefined };
    calls.push(call);
    try {
      if (!serviceWires[service])
        throw awsError('UnknownServiceException', errorTexts.unknownService(service), 404);
      const context = isUnsigned(call)
        ? anonymous
        : keys.callerOf(signature, sessionTokenOf(request), service);
      const perform = operations.get(`${service}.${operation}`);
      const schema = operationSchemaOf(schemas, operation);
      if (!perform || !schema) {
        throw awsError('UnknownOperationException', errorTexts.unknownOperation(service, operation));
      }
      call.input = protocol.inputOf(schema, rest?.body ?? body);
      const fault = faults.next(operation);
      if (fault) call.fault = fault.kind;
      const refusal = fault && faultError(fault, call, context, setting);
      if (refusal) throw refusal;
      if (fault && (fault.kind === 'hang' || fault.kind === 'refuse')) {
        keepBack(call, fault.kind, request);
        return;
      }
      const fresh = protocol.answerOf(
        schema,
        operation,
        await perform(call.input as never, { ...context, isTooLate: fault?.kind === 'stop-too-late' }),
      );
      history.keep(call, fresh);
      const old = fault?.kind === 'stale' ? history.before(call, (fault.seconds ?? 0) * 1000) : undefined;
      if (old) call.shownAt = old.at;
      const reply = !old
        ? fresh
        : fault?.isStampedAnew
          ? stamped(old.answer, setting.clock.now())
          : old.answer;
      for (const tell of listeners) tell(call);
      if (fault?.kind === 'lost-reply') keepBack(call, fault.kind, request);
      else if (fault?.kind === 'newer-member') write(response, withNewerMember(reply, fault.value));
      else if (fault?.kind === 'other-body')
        write(response, { ...reply, body: fault.body?.(reply.body) ?? '' });
      else if (fault?.kind === 'endless-list')
        write(response, withNextPage(reply, service, fault.value === 'new' ? calls.length : 1));
      else if (fault?.kind === 'half-reply' || fault?.kind === 'strange-page')
        distort(response, reply, fault.kind);
      else write(response, reply);
    } catch (error) {
      const reply = isAwsErrorReply(error) ? error : bug(error);
      call.refused = reply.name;
      write(response, protocol.errorOf(reply, randomUUID()));
    }
  };

  function keepBack(call: RecordedCall, kind: 'hang' | 'refuse' | 'lost-reply', request: AwsRequest) {
    call.refused = kind;
    if (kind !== 'hang') request.socket.destroy();
  }

  function distort(response: AwsResponse, reply: WireAnswer, kind: 'half-reply' | 'strange-page') {
    if (kind === 'strange-page')
      return write(response, { ...reply, contentType: 'text/html', body: '<p>Sign in</p>' });
    response.writeHead(reply.statusCode, {
      date: today(),
      'content-type': reply.contentType,
      'content-length': reply.body.length,
    });
    response.write(reply.body.slice(0, reply.body.length / 2));
  }

  function bug(error: unknown) {
    const cause = error instanceof Error ? error : new Error(String(error));
    bugs.push(cause);
    return awsError('SimulatorBug', cause.stack ?? cause.message);
  }
}

/** A server that answers from an old copy of its data, at a time of its own. */
const stamped = (reply: WireAnswer, now: number): WireAnswer => ({
  ...reply,
  body: reply.body.replace(/"updatedAt":[\d.]+/g, `"updatedAt":${now / 1000}`),
});

/** In the first thing that the answer describes. */
function withNewerMember(reply: WireAnswer, newerThanTheSdk: unknown = 'kept'): WireAnswer {
  const answer = JSON.parse(reply.body) as Record<string, unknown>;
  const described = Object.values(answer).find((value) => typeof value === 'object' && value !== null);
  Object.assign(described ?? answer, { newerThanTheSdk });
  return { ...reply, body: JSON.stringify(answer) };
}

/** The simulator's token for the first page, in one of the many ways to write it. */
function withNextPage(reply: WireAnswer, service: string, spelling: number): WireAnswer {
  const token = Buffer.from('0'.repeat(spelling)).toString('base64url');
  const answer = JSON.parse(reply.body) as Record<string, unknown>;
  return {
    ...reply,
    body: JSON.stringify({ ...answer, [service === 'ssm' ? 'NextToken' : 'nextToken']: token }),
  };
}

const isUnsigned = ({ service, operation }: RecordedCall) =>
  service === 'sts' && operation === 'AssumeRoleWithWebIdentity';

/** By what the request is signed for: an AWS service that is not simulated. */
const unknownAddress = (request: AwsRequest, signature: Signature | undefined) => ({
  service: signature?.service ?? 'unknown',
  operation: `${request.method ?? ''} ${request.url ?? ''}`,
});
const anonymous: CallContext = { accessKeyId: '', caller: 'anonymous' };
const unknownService: { protocol: Protocol; schemas: Readonly<Record<string, unknown>> } = {
  protocol: jsonProtocol('ValidationException'),
  schemas: {},
};

function sessionTokenOf({ headers }: AwsRequest): string | undefined {
  const token = headers['x-amz-security-token'];
  return typeof token === 'string' ? token : undefined;
}

function write(response: AwsResponse, { contentType, statusCode, body }: WireAnswer) {
  const headers = { date: today(), 'content-type': contentType, 'x-amzn-requestid': randomUUID() };
  response.writeHead(statusCode, headers);
  response.end(body);
}

/** By the system's clock as a test may have turned it: the SDK takes any other for a clock that is off. */
function today(): string {
  return new Date(Date.now()).toUTCString();
}
