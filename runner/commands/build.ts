import { clientsOf } from '../aws/clients/clients';
import { buildSettingsOf } from '../settings/of-commands/build-settings';
import { gitlabJobOf } from '../settings/variables/gitlab-job';
import { buildImage } from '../build/build-image';
import { ecrApi } from '../ecr/ecr-api';
import { findEngine } from '../build/find-engine-process';
import { withDotenvReport, type Run } from './dotenv-report';

export const build: Run = (input, host, log) => {
  const settings = buildSettingsOf(input);
  return withDotenvReport(settings, host, log, async () => {
    const { env, clock, interruption, wire } = host;
    const { aws, image: wanted, build } = settings;
    const { repository, tag } = wanted;
    const region = repository.region ?? aws.region;
    const ecr = ecrApi(clientsOf(aws, wire).ecr(region), repository, region, { clock, interruption, wire });
    const avoid = [gitlabJobOf(env, host.cwd).projectDir, build.buildContext];
    const onLine = (line: string) => log.line(line);
    const surroundings = { env, clock, interruption, avoid, onLine, onWait: onLine };
    const { image, digest, happened } = await buildImage(
      { image: wanted, build },
      {
        ecr,
        findEngine: () => findEngine(build.engine, surroundings),
        log,
        clock,
        interruption,
      },
    );
    return {
      outcome: { verdict: 'succeeded', happened, findings: [] },
      outputs: { ECS_CD_IMAGE: image, ECS_CD_IMAGE_DIGEST: digest, ECS_CD_DOCKER_TAG: tag },
    };
  });
};
