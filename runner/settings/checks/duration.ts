import { type Check, shown } from './check';

const longestSeconds = 24 * 60 * 60;
const form = /^(?:(\d{1,7})h)?(?:(\d{1,7})m)?(?:(\d{1,7})s)?$/;
const fix = 'write a number with its unit, such as 90s, 15m or 1h30m';

/** Seconds in `90s`, `15m`, `1h30m`, if they are that many at least. */
export function durationOf(shortestSeconds: number, reason = ''): Check<number> {
  return (text) => {
    if (/^\d+$/.test(text)) return { message: `${shown(text)} has no unit`, fix };
    const parts = form.exec(text);
    if (!parts) return { message: `${shown(text)} is not a duration`, fix };
    const [hours, minutes, seconds] = parts.slice(1).map((part: string | undefined) => Number(part ?? 0));
    const value = (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0);
    if (value < shortestSeconds) {
      return { message: `${shown(text)} is too short`, fix: `write at least ${shortestSeconds}s${reason}` };
    }
    if (value > longestSeconds) {
      return { message: `${shown(text)} is too long`, fix: 'write at most 24h' };
    }
    return { value };
  };
}
