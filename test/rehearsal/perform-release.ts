import { obtainEngine } from '../engine/container-engine';
import { perform } from './perform';
import { rehearseRelease } from './release-rehearsal';

/** `npm run release -- rehearse` */
export function performRelease(): void {
  perform(
    (stagehand) => rehearseRelease(stagehand, () => obtainEngine(stagehand.say)),
    'what only a GitLab can show is listed in docs/operate.md',
  );
}
