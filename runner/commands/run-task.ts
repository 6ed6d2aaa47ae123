import { runTaskByHand as runTaskOf } from '../recipes/run-task';
import { runTaskSettingsOf } from '../settings/command-settings';
import { settingsOfEach } from '../settings/each-service';
import { jobEndOf } from '../settings/job-end';
import type { Run } from './dotenv-report';
import { serviceEffectsOf } from './effects';
import { runOnAws } from './run-on-aws';

export const runTask: Run = (input, host, log) => {
  const jobEnd = jobEndOf(host.env, host.clock.now());
  const [settings, ...others] = settingsOfEach(input, [], runTaskSettingsOf);
  return runOnAws(settings, host, log, async (clients) => {
    const { clock, interruption } = host;
    const { place } = settings;
    if (others.length > 0)
      log.line(`service     the command runs once, for ${place.service}: the first of SERVICE_NAME`);
    const effects = serviceEffectsOf(clients, place, {
      ...{ log, clock, interruption, jobEnd },
      recorder: host.report?.recorderOf(settings),
    });
    return { outcome: await runTaskOf(settings, effects), outputs: {} };
  });
};
