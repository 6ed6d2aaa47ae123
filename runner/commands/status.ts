import type { Ecr } from '../ecr/ecr-api';
import type { ImageReference } from '../names/image-reference';
import { statusReportOf } from '../report/status-report';
import { serviceStatusesOf } from '../rollout/service-status';
import { repositoryUrlOf } from '../settings/checks/image-checks';
import { statusSettingsOf } from '../settings/command-settings';
import { settingsOfEach } from '../settings/each-service';
import { textOf } from '../settings/fields';
import type { Run } from './dotenv-report';
import { askedOnce, ecrOf, serviceEffectsOf } from './effects';
import { runOnAws } from './run-on-aws';

export const status: Run = (input, host, log) => {
  // A stage is that of all services.
  const isPlaces = textOf(input, 'ECS_CD_COMPARE')?.includes('/') ?? false;
  const all = settingsOfEach(input, isPlaces ? ['ECS_CD_COMPARE'] : [], statusSettingsOf);
  const [{ aws, format, ...settings }] = all;
  return runOnAws({ aws, ...settings }, host, log, async (clients) => {
    const { clock, interruption } = host;
    const ecrs = new Map<string, Ecr>();
    const ecrHolding = ({ registry = '', name }: ImageReference) => {
      const repository = repositoryUrlOf(host.env)(`${registry}/${name}`);
      if (!('value' in repository)) return undefined;
      const { url } = repository.value;
      const ecr = ecrs.get(url) ?? askedOnce(ecrOf(clients, aws, repository.value, host));
      ecrs.set(url, ecr);
      return ecr;
    };
    const places = all.flatMap(({ place, compared }) => (compared ? [place, compared] : [place]));
    const services = await serviceStatusesOf(
      places.map((place) => {
        const effects = serviceEffectsOf(clients, place, { log, clock, interruption });
        return { place, effects: { ...effects, ecrHolding } };
      }),
    );
    const json = { version: 1, region: aws.region, services };
    log.document(
      format === 'json'
        ? JSON.stringify(json, undefined, 2).split('\n')
        : statusReportOf(services, places.length > all.length),
    );
    const names = services.map(({ cluster, service }) => `${service} in ${cluster}`).join(', ');
    return {
      outcome: { verdict: 'succeeded', happened: `${names}: shown as it is now`, findings: [] },
      outputs: {},
    };
  });
};
