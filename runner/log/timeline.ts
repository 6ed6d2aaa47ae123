import type { Clock } from '../clock';
import type { Recorder } from '../recording/recording';
import type { JobLog } from './job-log';

/** `02:55`, or `1:02:55` from an hour on. */
export function elapsed(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, '0'));
  const hours = Math.floor(seconds / 3600);
  return (hours > 0 ? [String(hours), ...parts] : parts).join(':');
}

/** For sentences: `15 min`, `1 min 30 s`, `45 s`. */
export function minutesOf(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [minutes, rest] = [Math.floor(whole / 60), whole % 60];
  return [minutes > 0 && `${minutes} min`, (rest > 0 || minutes === 0) && `${rest} s`]
    .filter(Boolean)
    .join(' ');
}

/** `2026-11-25 09:12 UTC` */
export function dateText(time: Date): string {
  return `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** Lines of the job log that begin with the time since the timeline was begun. */
export interface Timeline {
  tell(text: string): void;
  /** What goes wrong, with what is known about it in lines of its own. */
  trouble(text: string, details: readonly string[]): void;
}

const quietMs = 60_000;

export function timelineOf(clock: Clock, log: JobLog, recorder?: Recorder) {
  const start = clock.now();
  let lastAt = start;
  const stamped = (text: string) => {
    lastAt = clock.now();
    return `${elapsed(lastAt - start)}  ${text}`;
  };
  return {
    /** That the run goes on: no news, so the report has nothing of it. */
    sign: (text: string) => log.line(stamped(text)),
    /** Something else than a line of ours has shown that the run goes on. */
    heard() {
      lastAt = clock.now();
    },
    /** Whether nothing has been told or heard for a minute. */
    isQuiet: () => clock.now() - lastAt >= quietMs,
    tell(text: string) {
      recorder?.told(text, 'news');
      log.line(stamped(text));
    },
    trouble(text: string, details: readonly string[]) {
      recorder?.told(text, 'failure');
      log.highlight(stamped(text));
      const indent = stamped('').replace(/./g, ' ');
      for (const detail of details) log.line(indent + detail);
    },
  };
}
