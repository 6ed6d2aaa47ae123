import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { docker, tryDocker, withLogin, type DockerAddress } from '../engine/docker';
import { runJobInContainer } from '../pipeline/jobs/container-job';
import { downstreamWith, jobOf } from '../pipeline/downstream';
import { mappingOf } from '../pipeline/mapping';
import { pipelineOf } from '../pipeline/renderer';
import { healthyAtOnce, openService } from '../runner-image/healthy-service';
import { realClock } from '../simulator/clock';
import { startSimulator } from '../simulator/simulator';
import { localTimings } from '../simulator/timings';

interface Released {
  readonly engine: DockerAddress;
  readonly template: string;
  /** The one that the template names, with its digest. */
  readonly image: string;
  /** Of the registry that has it. */
  readonly password: string;
}

/** A project that includes the released template; its jobs run in the image that this names, from its registry. */
export async function openConsumer({ engine, template, image, password }: Released) {
  const aws = await startSimulator({ clock: realClock(), timings: localTimings, runTask: healthyAtOnce });
  const repositoryUrl = aws.world.createRepository('team/web');
  aws.world.putImage('team/web', 'before');
  openService(aws, `${repositoryUrl}:before`);
  const projectDir = await mkdtemp(path.join(tmpdir(), 'ecs-cd-consumer-'));
  await chmod(projectDir, 0o777);
  const job = jobOf(
    pipelineOf(downstreamWith({}), () => template),
    'deploy production',
  );
  const named = mappingOf(job['image'], 'image')['name'];
  if (named !== image) throw new Error(`the job runs in ${String(named)}, not in ${image}`);
  const commitOf = (version: string) => version.repeat(40);

  async function run(version: string): Promise<string> {
    await withLogin(image.split('/')[0] ?? '', password, (configFolder) =>
      docker(engine, ['pull', '--quiet', image], { configFolder }),
    );
    const variables = {
      ...aws.env,
      ...{ REPOSITORY_URL: repositoryUrl, CI_COMMIT_SHA: commitOf(version) },
      ...{ CLUSTER_NAME: 'shop', SERVICE_NAME: 'web', TASK_FAMILY: 'web', ECS_CD_TIMEOUT: '60s' },
    };
    const ended = await runJobInContainer({ job, engine, image, projectDir, variables });
    const log = [ended.stdout, ...ended.lastLines].join('\n');
    if (ended.exitCode !== 0) throw new Error(`the job of commit ${version} failed: ${log}`);
    const serves = aws.truth('web').images['web'] ?? '';
    const wanted = aws.world.imageDigest('team/web', commitOf(version)) ?? 'none';
    if (!serves.endsWith(wanted)) throw new Error(`the service runs ${serves}, not ${wanted}`);
    return log;
  }

  return {
    async deploy(version: string) {
      aws.world.putImage('team/web', commitOf(version), { revision: commitOf(version) });
      await run(version);
      return { value: undefined, seen: 'in that image, by its digest; the service runs the commit' };
    },
    /** As GitLab's button does: the job and the template of then. The engine has long forgotten the image. */
    async deployAgain(version: string) {
      await tryDocker(engine, ['rmi', '--force', image.replace(/:[^:/@]+@/, '@')]);
      const log = await run(version);
      if (!log.includes(`goes back`)) throw new Error(`the log does not say that it goes back: ${log}`);
      return { value: undefined, seen: 'pulled by its digest once more; went back, and said so' };
    },
    async close() {
      await tryDocker(engine, ['rmi', '--force', image.replace(/:[^:/@]+@/, '@')]);
      await rm(projectDir, { recursive: true, force: true });
      await aws.close();
    },
  };
}
