import { buildSettingsOf } from '../settings/command-settings';
import { gitlabJobOf } from '../settings/variables/gitlab-job';
import { buildImage } from '../build/build-image';
import { findEngine } from '../build/find-engine-process';
import type { Run } from './dotenv-report';
import { ecrOf } from './effects';
import { runOnAws } from './run-on-aws';

export const build: Run = (input, host, log) => {
  const settings = buildSettingsOf(input);
  return runOnAws(settings, host, log, async (clients) => {
    const { env, clock, interruption } = host;
    const { image: wanted, build } = settings;
    const avoid = [gitlabJobOf(env, host.cwd).projectDir, build.buildContext];
    // Marked, as the lines of an application are: a build can print what looks like a verdict of ours.
    const onLine = (line: string) => log.line(`| ${line}`);
    const onWait = (text: string) => log.line(text);
    const surroundings = { env, clock, interruption, avoid, onLine, onWait };
    const { image, digest, happened } = await buildImage(
      { image: wanted, build },
      {
        ...{ log, clock, interruption },
        ecr: ecrOf(clients, settings.aws, settings.image.repository, host),
        files: input.files,
        findEngine: () => findEngine(build.engine, surroundings),
      },
    );
    return {
      outcome: { verdict: 'succeeded', happened, findings: [] },
      outputs: { ECS_CD_IMAGE: image, ECS_CD_IMAGE_DIGEST: digest, ECS_CD_DOCKER_TAG: wanted.tag },
    };
  });
};
