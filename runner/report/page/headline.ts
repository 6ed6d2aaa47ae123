import type { Verdict } from '../../errors';

/** How a verdict looks: well, not as wanted though the service is well, or bad. */
export type Tone = 'good' | 'warn' | 'bad';

interface Headline {
  readonly tone: Tone;
  readonly sign: string;
  readonly title: string;
}

/** Of the commands that leave a report. */
const headlines: Readonly<Partial<Record<Verdict | 'not-begun', Headline>>> = {
  succeeded: { tone: 'good', sign: '✓', title: 'Deployed' },
  'rolled-back': { tone: 'warn', sign: '↩', title: 'Failed and rolled back' },
  paused: { tone: 'warn', sign: '‖', title: 'Paused' },
  superseded: { tone: 'warn', sign: '⇥', title: 'Superseded' },
  cancelled: { tone: 'warn', sign: '✕', title: 'Cancelled' },
  'try-again': { tone: 'warn', sign: '↻', title: 'Try again: nothing was changed' },
  'not-begun': { tone: 'warn', sign: '–', title: 'Not begun' },
  'needs-attention': { tone: 'bad', sign: '!', title: 'Needs attention' },
  'timed-out': { tone: 'bad', sign: '!', title: 'Not verified healthy in time' },
  rejected: { tone: 'bad', sign: '✕', title: 'Rejected: nothing was changed' },
  'invalid-usage': { tone: 'bad', sign: '✕', title: 'Invalid settings: nothing was changed' },
  'task-failed': { tone: 'bad', sign: '✕', title: 'Command failed' },
  'internal-error': { tone: 'bad', sign: '!', title: 'Internal error' },
};

/** What a success is called that was no deployment. */
const successes: Readonly<Record<string, string>> = {
  rollback: 'Rolled back as asked',
  reject: 'Taken back as asked',
  'run-task': 'The command succeeded',
};

export function headlineOf(verdict: Verdict | 'not-begun', command: string): Headline {
  const headline = headlines[verdict] ?? { tone: 'bad', sign: '✕', title: verdict };
  return verdict === 'succeeded' ? { ...headline, title: successes[command] ?? headline.title } : headline;
}
