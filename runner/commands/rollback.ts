import { clientsOf } from '../aws/clients';
import { rollbackSettingsOf } from '../contract/rollback-settings';
import { rollBackService } from '../service/roll-back-service';
import { onRecord, type Run } from './on-record';
import { serviceEffectsOf } from './service-effects';

export const rollback: Run = (input, world, log) => {
  const settings = rollbackSettingsOf(input);
  return onRecord(settings, world, log, async () => {
    const { clock, interruption, wire } = world;
    const effects = serviceEffectsOf(clientsOf(settings.aws, wire), settings, { log, clock, interruption });
    return { outcome: await rollBackService(settings, effects), outputs: {} };
  });
};
