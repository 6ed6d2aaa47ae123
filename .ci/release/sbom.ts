import { run } from '../../runner/subprocess';

interface Sbom {
  readonly metadata: object;
}

/**
 * The packages that the bundle is made of, as CycloneDX: a scan of the image sees one file. npm lists what the
 * lockfile names; what tells two lists of the same packages apart is left out.
 */
export async function sbomOf(
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<object> {
  const args = ['sbom', '--omit=dev', '--package-lock-only', '--sbom-format=cyclonedx'];
  const { exitCode, stdout, lastLines } = await run({ command: 'npm', args, cwd: folder, env });
  if (exitCode !== 0) throw new Error(`npm sbom failed:\n${lastLines.join('\n')}`);
  const { metadata, ...sbom } = JSON.parse(stdout) as Sbom;
  return {
    ...without(sbom, 'serialNumber'),
    metadata: without(metadata, 'timestamp'),
  };
}

function without(object: object, name: string): object {
  return Object.fromEntries(Object.entries(object).filter(([key]) => key !== name));
}
