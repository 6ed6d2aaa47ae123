import { readFileSync } from 'node:fs';
import path from 'node:path';
import { scanApi } from '../ecr/scan-api';
import { scanImage } from '../recipes/scan-image';
import { writeText } from '../report/project-file';
import { codeQualityOf, containerScanningOf, scanJunitOf } from '../report/scan-reports';
import { jobEndOf } from '../settings/job-end';
import { scanSettingsOf } from '../settings/scan-settings';
import { gitlabJobOf } from '../settings/variables/gitlab-job';
import type { Run } from './dotenv-report';
import { ecrOf } from './effects';
import { runOnAws } from './run-on-aws';

/** By the names that the template's job collects. */
const reports = {
  'gl-code-quality-report.json': codeQualityOf,
  'gl-container-scanning-report.json': containerScanningOf,
  'ecs-cd-scan.xml': scanJunitOf,
};

export const scan: Run = (input, host, log) => {
  const jobEnd = jobEndOf(host.env, host.clock.now());
  const settings = scanSettingsOf(input, (file) => readFileSync(file, 'utf8'));
  return runOnAws(settings, host, log, async (clients) => {
    const { env, cwd, clock, interruption } = host;
    const { repository } = settings.image;
    const region = repository.region ?? settings.aws.region;
    const { projectDir } = gitlabJobOf(env, cwd);
    const outcome = await scanImage(settings, {
      ...{ log, clock, interruption, jobEnd },
      ecr: ecrOf(clients, settings.aws, settings.image.repository, host),
      scans: scanApi(clients.ecr(region), { repository, region, interruption }, clock),
      async write(record) {
        for (const [name, textOf] of Object.entries(reports))
          await writeText({ file: path.join(projectDir, name), projectDir }, textOf(record));
      },
    });
    return { outcome, outputs: {} };
  });
};
