import type { ServiceDeployment } from '@aws-sdk/client-ecs';
import { expect } from 'chai';
import { EcsCdError } from '../../runner/errors';
import { stopDeployment } from '../../runner/recovery/stop-deployment';
import type { FollowContext, FollowEffects } from '../../runner/rollout/follow-context';

const unreadable = new EcsCdError('try-again', 'AWS does not answer');
const breakdown = new Error('a bug');
type Read = ServiceDeployment | Error | undefined;
const answer = async <T>(read: T | Error) => {
  if (read instanceof Error) throw read;
  return read;
};

const recordOf = async (read: Read) => ({ serviceDeployment: await answer(read) });

interface Given {
  readonly arn?: string | undefined;
  /** What the record says before the request, and after it. */
  readonly before?: Read;
  readonly after?: Read;
  /** What each request comes to; the last one also every later one. */
  readonly answers?: readonly (boolean | Error)[];
  readonly isCancelled?: boolean;
}

async function ask(given: Given) {
  const { before, after, answers = [true], isCancelled = false } = given;
  const seen = { requests: 0, waitedMs: 0, told: [] as string[], warnings: [] as string[] };
  const context = {
    record: {
      arn: () => ('arn' in given ? given.arn : 'arn:of:record'),
      read: () => recordOf(before),
      readNow: () => recordOf(after),
    },
    progress: { tell: (text: string) => seen.told.push(text) },
  } as unknown as FollowContext;
  const effects = {
    ecs: {
      stopServiceDeployment() {
        seen.requests += 1;
        return answer(answers[seen.requests - 1] ?? answers.at(-1)!);
      },
    },
    log: { warning: (text: string) => seen.warnings.push(text) },
    clock: { sleep: async (milliseconds: number) => void (seen.waitedMs += milliseconds) },
    interruption: isCancelled ? AbortSignal.abort('SIGTERM') : new AbortController().signal,
  } as unknown as FollowEffects;
  const stop = await stopDeployment(context, effects);
  return { ...seen, stop };
}
const refusalOf = (given: Given) => ask(given).catch((error: unknown) => error);

const silent = { told: [], warnings: [], waitedMs: 0 };
const triggered = { deploymentCircuitBreaker: { status: 'TRIGGERED' } } as const;

describe('a request to ECS to roll a deployment back', () => {
  it('is sent, once', async () => {
    expect(await ask({ before: { status: 'IN_PROGRESS' } })).to.deep.equal({
      ...silent,
      stop: 'requested',
      requests: 1,
    });
  });

  for (const status of ['ROLLBACK_REQUESTED', 'ROLLBACK_IN_PROGRESS'] as const) {
    it(`is not sent while the deployment is ${status}`, async () => {
      expect(await ask({ before: { status } })).to.deep.equal({ ...silent, stop: 'under-way', requests: 0 });
    });
  }

  it('is not sent where there is no record of the deployment', async () => {
    expect(await ask({ arn: undefined })).to.deep.equal({ ...silent, stop: 'impossible', requests: 0 });
  });

  it('is sent where the record cannot be read: that does not say that it goes back', async () => {
    const given = { before: undefined, after: undefined };
    expect(await ask(given)).to.include({ stop: 'requested', requests: 1 });
  });

  for (const after of [triggered, { alarms: { status: 'TRIGGERED' } } as const]) {
    it(`is ECS's own rollback where ${Object.keys(after).join()} triggered at that moment`, async () => {
      expect(await ask({ after })).to.include({ stop: 'under-way', requests: 1 });
    });
  }

  it('is too late where the deployment has ended', async () => {
    expect(await ask({ answers: [false] })).to.include({ stop: 'too-late', requests: 1 });
  });

  it('is repeated after ten seconds while AWS is silent', async () => {
    const asked = await ask({ answers: [unreadable, true] });
    expect(asked).to.include({ stop: 'requested', requests: 2, waitedMs: 10_000 });
    expect(asked.told).to.deep.equal(['AWS does not answer; asking again']);
  });

  it('is given up after three times, aloud', async () => {
    const asked = await ask({ answers: [unreadable] });
    expect(asked).to.include({ stop: 'impossible', requests: 3, waitedMs: 20_000 });
    expect(asked.warnings).to.deep.equal(['AWS does not answer; updating the service back instead']);
  });

  it('is given up at once where AWS refuses it', async () => {
    const denied = new EcsCdError('rejected', 'not permitted');
    expect(await ask({ answers: [denied] })).to.include({ stop: 'impossible', requests: 1 });
  });

  it('is not repeated by a cancelled job', async () => {
    expect(await refusalOf({ answers: [unreadable], isCancelled: true })).to.equal(unreadable);
  });

  it('hides no bug', async () => {
    for (const given of [{ before: breakdown }, { after: breakdown }, { answers: [breakdown] }])
      expect(await refusalOf(given)).to.equal(breakdown);
  });
});
