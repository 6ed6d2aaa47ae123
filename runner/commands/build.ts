import { clientsOf } from '../aws/clients';
import { buildSettingsOf } from '../contract/build-settings';
import { gitlabJobOf } from '../contract/gitlab-job';
import { buildImage } from '../image/build-image';
import { ecrOf } from '../image/ecr';
import { findEngine } from '../image/find-engine';
import { onRecord, type Run } from './on-record';

export const build: Run = (input, world, log) => {
  const settings = buildSettingsOf(input);
  return onRecord(settings, world, log, async () => {
    const { env, clock, interruption, wire } = world;
    const { aws, repository, buildContext, tag } = settings;
    const region = repository.region ?? aws.region;
    const ecr = ecrOf(clientsOf(aws, wire).ecr(region), repository, region, { clock, interruption });
    const avoid = [gitlabJobOf(env, world.cwd).projectDir, buildContext];
    const onLine = (line: string) => log.line(line);
    const surroundings = { env, clock, interruption, avoid, onLine, onWait: onLine };
    const { image, digest, happened } = await buildImage(settings, {
      ecr,
      findEngine: () => findEngine(settings.engine, surroundings),
      log,
      clock,
      interruption,
    });
    return {
      outcome: { verdict: 'succeeded', happened, findings: [] },
      outputs: { ECS_CD_IMAGE: image, ECS_CD_IMAGE_DIGEST: digest, ECS_CD_DOCKER_TAG: tag },
    };
  });
};
