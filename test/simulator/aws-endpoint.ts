import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { answerHistory } from './answer-history';
import { awsError, isAwsErrorReply, type Api, type CallContext, type Operation, type Setting } from './api';
import { authenticatedBy } from './authentication';
import type { Keyring } from './credentials';
import { faultError } from './fault-errors';
import type { FaultQueue } from './faults';
import { jsonProtocol } from './json-protocol';
import type { Protocol, WireAnswer } from './protocol';
import { operationSchemaOf } from './schema';
import { addressOf, serviceWires } from './services';

/** One call that reached the simulated AWS. */
export interface RecordedCall {
  readonly at: number;
  readonly service: string;
  readonly operation: string;
  readonly input: unknown;
  /** The error that was answered, or the fault that kept the answer back. */
  refused?: string;
}

interface Parts {
  readonly setting: Setting;
  readonly apis: readonly Api[];
  readonly keys: Keyring;
  readonly faults: FaultQueue;
  readonly calls: RecordedCall[];
  /** The simulator's own mistakes: never to be taken for a refusal of AWS. */
  readonly bugs: Error[];
}

/** Answers every AWS call: who asks, what for, whether it is well-formed, and only then what AWS would say. */
export function awsEndpoint({ setting, apis, keys, faults, calls, bugs }: Parts) {
  const history = answerHistory(setting.clock);
  const operations = new Map<string, Operation>(
    apis.flatMap(({ service, operations: all }) =>
      Object.entries(all).map(([name, operation]) => [`${service}.${name}`, operation] as const),
    ),
  );

  async function answer(request: IncomingMessage, response: ServerResponse, body: string) {
    const address = addressOf(request.headers, body);
    const { protocol, schemas } = serviceWires[address?.service ?? ''] ?? unknownService;
    const call: RecordedCall = {
      at: setting.clock.now(),
      service: address?.service ?? 'unknown',
      operation: address?.operation ?? 'unknown',
      input: undefined,
    };
    calls.push(call);
    const isUnsigned = address?.service === 'sts' && address.operation === 'AssumeRoleWithWebIdentity';
    try {
      const context = isUnsigned
        ? anonymous
        : authenticatedBy(request, body, { keys, region: setting.region, service: call.service });
      const operation = operations.get(`${call.service}.${call.operation}`);
      const schema = operationSchemaOf(schemas, call.operation);
      if (!operation || !schema) {
        throw awsError(
          'UnknownOperationException',
          `The simulator does not know ${call.service} ${call.operation}.`,
        );
      }
      const input = protocol.inputOf(schema, body);
      Object.assign(call, { input });
      const fault = faults.next(call.operation);
      const refusal = fault && faultError(fault, call, context, setting);
      if (refusal) throw refusal;
      if (fault?.kind === 'hang' || fault?.kind === 'refuse') {
        call.refused = fault.kind;
        if (fault.kind === 'refuse') request.socket.destroy();
        return;
      }
      const isStale = fault?.kind === 'stale';
      const old = isStale ? history.before(call, (fault.seconds ?? 0) * 1000) : undefined;
      const wireAnswer =
        old ?? protocol.answerOf(schema, call.operation, await operation(input as never, context));
      if (!isStale) history.keep(call, wireAnswer);
      if (fault?.kind === 'lost-reply') {
        call.refused = fault.kind;
        request.socket.destroy();
        return;
      }
      write(response, 200, wireAnswer);
    } catch (error) {
      const reply = isAwsErrorReply(error) ? error : bug(error);
      call.refused = reply.name;
      write(response, reply.statusCode, protocol.errorOf(reply, randomUUID()));
    }
  }

  function bug(error: unknown) {
    const cause = error instanceof Error ? error : new Error(String(error));
    bugs.push(cause);
    return awsError('SimulatorBug', cause.stack ?? cause.message);
  }

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    await answer(request, response, await text(request));
  };
}

const anonymous: CallContext = { accessKeyId: '', caller: 'anonymous' };
const unknownService: { protocol: Protocol; schemas: Readonly<Record<string, unknown>> } = {
  protocol: jsonProtocol('ValidationException'),
  schemas: {},
};

function write(response: ServerResponse, status: number, { contentType, body }: WireAnswer) {
  response.writeHead(status, { 'content-type': contentType, 'x-amzn-requestid': randomUUID() }).end(body);
}
