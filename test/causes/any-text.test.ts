import { expect } from 'chai';
import { causeOf, type FailureEvidence } from '../../runner/causes/failure-causes';
import { eventTexts } from './event-texts';
import { pullTexts } from './pull-texts';
import { startFileTexts } from './start-file-texts';
import { startTexts } from './start-texts';
import { stopTexts } from './stop-texts';

/** Of a text of AWS, or of a character or two: some 100,000 characters either way. */
const repeats = 50_000;
/** A quadratic expression needs seconds for this length, a linear one a few milliseconds: below this, none is suspected. */
const suspectMs = 200;

const known = [...pullTexts, ...startTexts, ...startFileTexts, ...stopTexts, ...eventTexts];
const texts = known.flatMap(({ evidence }) => {
  if (evidence.kind === 'task') return [evidence.stoppedReason, ...(evidence.logLines ?? [])];
  return evidence.kind === 'target' ? [] : [evidence.message];
});

/** The text wherever one of AWS's can stand. */
const everywhere = (text: string): readonly FailureEvidence[] => [
  ...['TaskFailedToStart', 'EssentialContainerExited', 'ServiceSchedulerInitiated', text].flatMap(
    (stopCode): FailureEvidence[] => [
      { kind: 'task', stopCode, stoppedReason: text, containers: [{ name: text, reason: text }] },
      {
        kind: 'task',
        stopCode,
        stoppedReason: '',
        containers: [{ name: text, exitCode: 1, reason: text, healthStatus: text }],
        logLines: [text],
      },
    ],
  ),
  { kind: 'event', message: text },
  { kind: 'event', message: `(service web) ${text}` },
  { kind: 'target', reason: text, description: text },
  { kind: 'target', reason: 'Target.Timeout', description: text },
];

/** Numbers in [0, 1), the same in every run (a linear congruential generator). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32) / 2 ** 32;
}

/** Words of AWS's texts in a new order, with characters of all kinds between them. */
function scrambled(random: () => number): string {
  const pieces = texts.flatMap((text) => text.split(' '));
  const length = Math.floor(random() * 40);
  return Array.from({ length }, () => {
    const glue = [' ', ' ', ' ', '', ': ', '\n', '\u0000', '\u001b[31m', '\ud800', '’', '\u2028'];
    const piece = pieces[Math.floor(random() * pieces.length)] ?? '';
    return piece + (glue[Math.floor(random() * glue.length)] ?? '');
  }).join('');
}

describe('a text of any kind', () => {
  it('gets a cause that can be printed on one line, or none', () => {
    const random = randomOf(20);
    for (let run = 0; run < 300; run += 1) {
      for (const evidence of everywhere(scrambled(random))) {
        const cause = causeOf(evidence);
        if (!cause) continue;
        expect(cause.id).to.match(/^[a-z]+(-[a-z]+)*$/);
        expect(`${cause.explanation}${cause.fix ?? ''}`).not.to.match(
          /[\u0000-\u001f\u007f-\u009f]|undefined/,
        );
        if (cause.fault === 'release') expect(cause.fix).not.to.equal(undefined);
        else expect(cause.definitiveAfter).to.equal(undefined);
      }
    }
  });

  it('is read in a time that grows with its length only', () => {
    const slow = known.flatMap(({ id, evidence }) =>
      ['', 'x', '"', '/a', ': '].flatMap((filling) => {
        const read = (share: number) => {
          const long = withTexts(
            evidence,
            (text) =>
              text + (filling === '' ? `${text} `.repeat(600 * share) : filling.repeat(repeats * share)),
          );
          return cpuMsOf(() => causeOf(long));
        };
        return growsTooFast(read) ? [`${id}, then ${filling}`] : [];
      }),
    );
    expect(slow).to.deep.equal([]);
  });
});

/** Four times the length: four times the time of a linear expression, sixteen times that of a quadratic one. */
function growsTooFast(read: (share: number) => number): boolean {
  if (read(1) < suspectMs) return false;
  const shortest = (share: number) => Math.min(read(share), read(share), read(share));
  return shortest(1) > 8 * shortest(0.25);
}

/** Of this process alone: what else the machine does takes none of it. */
function cpuMsOf(body: () => void): number {
  const before = process.cpuUsage();
  body();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** The same evidence with every text that is free in it changed. */
function withTexts(evidence: FailureEvidence, change: (text: string) => string): FailureEvidence {
  switch (evidence.kind) {
    case 'task': {
      const { stoppedReason, containers, logLines = [] } = evidence;
      return {
        ...evidence,
        stoppedReason: change(stoppedReason),
        containers: containers.map((one) => ({ ...one, reason: change(one.reason ?? '') })),
        logLines: logLines.map(change),
      };
    }
    case 'target':
      return { ...evidence, description: change(evidence.description ?? 'codes: [500]') };
    case 'event':
    case 'deployment':
      return { ...evidence, message: change(evidence.message) };
  }
}
