import { engineHere, noEngineError, type ContainerEngine } from './container-engine';

let engine: ReturnType<typeof engineHere> | undefined;

/**
 * The engine that all tests of a run share, or undefined when there is none: then the test is skipped. With
 * ECS_CD_TEST_ENGINE=required its absence is an error. One that had to be started ends with the test run.
 */
export async function engineForTests(): Promise<ContainerEngine | undefined> {
  engine ??= engineHere();
  const here = await engine;
  if (!('reason' in here)) return here;
  if (process.env.ECS_CD_TEST_ENGINE === 'required') throw noEngineError(here);
  return undefined;
}
