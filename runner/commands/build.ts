import { clientsOf } from '../aws/clients';
import { gitlabJobOf } from '../contract/gitlab-job';
import type { BuildSettings } from '../contract/settings';
import { exitCodes, type Verdict } from '../errors';
import { buildImage } from '../image/build-image';
import { ecrOf } from '../image/ecr';
import { findEngine } from '../image/find-engine';
import { writeDotenv } from '../report/dotenv';
import type { JobLog } from '../report/job-log';
import { verdictReportOf } from '../report/verdict-report';
import type { World } from '../world';

export async function build(world: World, settings: BuildSettings, log: JobLog): Promise<Verdict> {
  const { env, clock, interruption, wire } = world;
  const { aws, repository, buildContext, dotenv } = settings;
  const region = repository.region ?? aws.region;
  const ecr = ecrOf(clientsOf(aws, wire).ecr(region), repository, region, interruption);
  const avoid = [gitlabJobOf(env, world.cwd).projectDir, buildContext];
  const onLine = (line: string) => log.line(line);
  const surroundings = { env, clock, interruption, avoid, onLine, onWait: onLine };
  const { happened } = await buildImage(settings, {
    ecr,
    findEngine: () => findEngine(settings.engine, surroundings),
    log,
    clock,
    interruption,
    writeDotenv: (values) => writeDotenv(dotenv, values),
  });
  const verdict = 'succeeded';
  log.line('');
  log.success(verdictReportOf({ verdict, happened, causes: [] }, exitCodes[verdict]).join('\n'));
  return verdict;
}
