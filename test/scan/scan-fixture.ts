import type { EnhancedImageScanFinding, FindingSeverity, ImageScanFinding } from '@aws-sdk/client-ecr';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runEcsCd, type Run, type RunOptions } from '../run';
import type { Scanning } from '../simulator/ecr/image-scans';
import { startSimulator, type Simulator } from '../simulator/simulator';

/** A project, and an ECR repository `team/app` that holds an image `v1`. */
export interface ScanFixture {
  readonly aws: Simulator;
  readonly digest: string;
  readonly project: string;
  setScanning(scanning: Scanning): void;
  /** Writes the file that ECS_CD_SCAN_EXCEPTIONS then names. */
  except(exceptions: unknown): void;
  scan(env?: RunOptions['env'], options?: Partial<RunOptions>): Promise<Run>;
  /** The text of a file that the scan left in the project. */
  report(name: string): string;
  close(): Promise<void>;
}

export async function openScanFixture(): Promise<ScanFixture> {
  const aws = await startSimulator();
  const repositoryUrl = aws.world.createRepository('team/app');
  const digest = aws.world.putImage('team/app', 'v1');
  const project = mkdtempSync(path.join(tmpdir(), 'ecs-cd-scan-'));
  const env = {
    ...aws.env,
    CI_PROJECT_DIR: project,
    REPOSITORY_URL: repositoryUrl,
    DOCKER_TAG: 'v1',
    DOCKER_BUILD_CONTEXT: './app',
  };
  let exceptions: { readonly ECS_CD_SCAN_EXCEPTIONS?: string } = {};
  return {
    aws,
    digest,
    project,
    setScanning: (scanning) => aws.world.setScanning('team/app', scanning),
    except(list) {
      exceptions = { ECS_CD_SCAN_EXCEPTIONS: 'exceptions.json' };
      writeFileSync(
        path.join(project, 'exceptions.json'),
        typeof list === 'string' ? list : JSON.stringify(list),
      );
    },
    scan: (more = {}, options = {}) =>
      runEcsCd(['scan'], {
        clock: aws.clock,
        endpoint: aws.url,
        ...options,
        env: { ...env, ...exceptions, ...more },
      }),
    report: (name) => readFileSync(path.join(project, name), 'utf8'),
    async close() {
      rmSync(project, { recursive: true, force: true });
      await aws.close();
    },
  };
}

/** As basic scanning has it. */
export function finding(name: string, severity: string, packageName = 'openssl'): ImageScanFinding {
  return {
    name,
    description: `about ${name}`,
    uri: `https://cve.example.com/${name}`,
    severity: severity as FindingSeverity,
    attributes: [
      { key: 'package_name', value: packageName },
      { key: 'package_version', value: '3.0.1-r1' },
    ],
  };
}

/** As Amazon Inspector has it. */
export function enhancedFinding(
  vulnerabilityId: string,
  severity: string,
  fixedInVersion = '3.0.2',
): EnhancedImageScanFinding {
  return {
    title: `${vulnerabilityId} - openssl`,
    severity,
    description: `about ${vulnerabilityId}`,
    packageVulnerabilityDetails: {
      vulnerabilityId,
      sourceUrl: `https://cve.example.com/${vulnerabilityId}`,
      vulnerablePackages: [
        { name: 'openssl', version: '3.0.1', release: '4.el9', fixedInVersion },
        { name: 'libssl', version: '3.0.1', fixedInVersion },
      ],
    },
  };
}
