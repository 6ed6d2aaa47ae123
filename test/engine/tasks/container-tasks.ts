import { randomUUID } from 'node:crypto';
import type { TaskRunner } from '../../simulator/ecs/tasks/task-runner';
import { docker, tryDocker, withLogin, type DockerAddress } from '../docker';
import { containerNameOf, imageOf, runArgsOf } from './task-arguments';
import { watchHealth } from './task-health';

export interface ContainerTasks {
  readonly runTask: TaskRunner;
  running(service: string): readonly RunningTask[];
  /** The containers and the images; nothing starts any more. */
  removeAll(): Promise<void>;
}

export interface RunningTask {
  readonly taskId: string;
  /** `family:revision`. */
  readonly taskDefinition: string;
  /** Where its first port answers, `127.0.0.1:PORT`. */
  readonly address: string | undefined;
}

interface Credentials {
  /** A password of user AWS for the simulated registry. */
  readonly password: () => string;
}

const label = 'ecs-cd.tasks';
const defaultStopSeconds = 30;

/**
 * Tasks as real containers: each task's first essential container, pulled from the simulated registry as the ECS agent
 * pulls it. Ports are published on the loopback, each at a port of its own, as if every task had its own interface.
 */
export function containerTasks(engine: DockerAddress, { password }: Credentials): ContainerTasks {
  const run = `${label}=${randomUUID()}`;
  const runningByService = new Map<string, Set<RunningTask>>();
  const images = new Set<string>();
  const lives = new Set<Promise<void>>();
  const closing = new AbortController();

  const runTask: TaskRunner = (task, report, clock) => {
    const container = task.containerDefinitions.find(({ essential }) => essential !== false) ?? {};
    const stopping = new AbortController();
    const isStopping = () => stopping.signal.aborted || closing.signal.aborted;
    const name = containerNameOf(task, container);

    async function live(): Promise<void> {
      const image = imageOf(task, container);
      const pulled = await pull(image);
      if (pulled !== undefined) return failToStart(`CannotPullContainerError: ${pulled}`);
      report.pulled();
      if (isStopping()) return end(undefined);
      const started = await tryDocker(engine, runArgsOf({ name, run, image, container }));
      if (started.exitCode !== 0)
        return failToStart(`CannotStartContainerError: ${started.lastLines.join(' ')}`);
      // A stop that came in the meantime found no container.
      if (isStopping()) void stopContainer();
      await follow();
    }

    async function follow() {
      const logs = tryDocker(engine, ['logs', '--follow', name], {
        onLine: (line) => report.log(container.name ?? '', line),
      });
      const running = {
        taskId: task.taskId,
        taskDefinition: task.taskDefinition,
        address: await addressOf(name),
      };
      const neighbours = runningByService.get(task.service) ?? new Set();
      runningByService.set(task.service, neighbours.add(running));
      report.running();
      const ended = new AbortController();
      const subject = { engine, name, container, address: task.isLoadBalanced ? running.address : undefined };
      void watchHealth(subject, report, { clock, signal: ended.signal });
      const exitCode = Number(await docker(engine, ['wait', name]));
      ended.abort();
      neighbours.delete(running);
      await logs;
      const state = await tryDocker(engine, ['inspect', '--format', '{{.State.OOMKilled}}', name]);
      await tryDocker(engine, ['rm', '--force', '--volumes', name]);
      end(
        exitCode,
        state.stdout === 'true' ? 'OutOfMemoryError: Container killed due to memory usage' : undefined,
      );
    }

    function end(exitCode: number | undefined, reason?: string) {
      report.stopped({
        stopCode: isStopping() ? 'UserInitiated' : 'EssentialContainerExited',
        stoppedReason: 'Essential container in task exited',
        containers: [
          {
            name: container.name ?? '',
            ...(exitCode === undefined ? {} : { exitCode }),
            ...(reason === undefined ? {} : { reason }),
          },
        ],
      });
    }

    const failToStart = (stoppedReason: string) =>
      report.stopped({ stopCode: 'TaskFailedToStart', stoppedReason });

    const stopContainer = () =>
      tryDocker(engine, ['stop', '-t', String(container.stopTimeout ?? defaultStopSeconds), name]);

    const life = live().catch((error: unknown) => failToStart(`CannotStartContainerError: ${String(error)}`));
    lives.add(life);
    return {
      async stop() {
        stopping.abort();
        await stopContainer();
      },
    };
  };

  /** What the engine says against it, if anything. */
  async function pull(image: string): Promise<string | undefined> {
    images.add(image);
    const registry = image.slice(0, image.indexOf('/'));
    const { exitCode, stderr } = await withLogin(registry, password(), (configFolder) =>
      tryDocker(engine, ['pull', '--quiet', image], { configFolder, signal: closing.signal }),
    );
    return exitCode === 0 ? undefined : stderr;
  }

  async function addressOf(name: string): Promise<string | undefined> {
    const { stdout } = await tryDocker(engine, ['port', name]);
    return /-> (127\.0\.0\.1:\d+)/.exec(stdout)?.[1];
  }

  return {
    runTask,
    running: (service) => [...(runningByService.get(service) ?? [])],
    async removeAll() {
      closing.abort();
      const containers = await docker(engine, ['ps', '--all', '--quiet', '--filter', `label=${run}`]);
      if (containers !== '')
        await tryDocker(engine, ['rm', '--force', '--volumes', ...containers.split('\n')]);
      await Promise.all(lives);
      if (images.size > 0) await tryDocker(engine, ['rmi', ...images]);
    },
  };
}
