import type { Clock } from '../clock';
import {
  type Check,
  type Look,
  nothingRecorded,
  type RecordedEvent,
  type Recording,
  type Replacement,
  withEvent,
  withLook,
} from './recording';

/** Keeps what becomes of one service while a run is under way: its report needs it also where the run is broken off. */
export type Recorder = ReturnType<typeof recorderOf>;

export function recorderOf(clock: Clock) {
  let recording: Recording = nothingRecorded;
  return {
    replaces(replaced: Replacement) {
      recording = { ...recording, replaced };
    },
    checked(checks: readonly Check[]) {
      recording = { ...recording, checks };
    },
    saw(look: Look) {
      recording = withLook(recording, look, clock.now());
    },
    told(text: string, kind: RecordedEvent['kind']) {
      recording = withEvent(recording, { at: clock.now(), kind, text });
    },
    recording: () => recording,
  };
}
