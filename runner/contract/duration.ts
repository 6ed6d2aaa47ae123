import { type Checked, shown } from './check';

const shortestSeconds = 10;
const longestSeconds = 24 * 60 * 60;
const form = /^(?:(\d{1,7})h)?(?:(\d{1,7})m)?(?:(\d{1,7})s)?$/;
const fix = 'write a number with its unit, such as 90s, 15m or 1h30m';

/** Seconds in `90s`, `15m`, `1h30m`. */
export function durationOf(text: string): Checked<number> {
  if (/^\d+$/.test(text)) return { message: `${shown(text)} has no unit`, fix };
  const parts = form.exec(text);
  if (!parts) return { message: `${shown(text)} is not a duration`, fix };
  const [hours, minutes, seconds] = parts.slice(1).map((part: string | undefined) => Number(part ?? 0));
  const value = (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0);
  if (value < shortestSeconds) {
    return { message: `${shown(text)} is too short`, fix: 'write at least 10s; a rollout takes minutes' };
  }
  if (value > longestSeconds) {
    return { message: `${shown(text)} is too long`, fix: 'write at most 24h' };
  }
  return { value };
}
