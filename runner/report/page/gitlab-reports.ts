import { testsOf, type Case } from '../junit';
import type { RunReport, ServiceReport } from './run-report';

/** For GitLab's list of tests: each service, and what was checked before, with what is wrong about it. */
export function junitOf(report: RunReport): string {
  const { command, services, problems, happened, verdict } = report;
  const cases = [
    ...problems.map(({ subject, message, fix }) => ({
      classname: 'settings and preflight',
      name: subject,
      failure: `${message}\nfix: ${fix}`,
    })),
    ...services.flatMap((service) => [
      ...service.checks.map((check) => checkCase(service.name, check)),
      serviceCase(service, command),
    ]),
    ...(services.length === 0 && problems.length === 0
      ? [{ classname: 'ecs-cd', name: command, failure: `${verdict}: ${happened}` }]
      : []),
  ];
  return testsOf(`ecs-cd ${command}`, withOwnNames(cases));
}

/** What was not looked at is no failure, and a warning stops nothing. */
function checkCase(
  service: string,
  { severity, subject, message, fix }: ServiceReport['checks'][number],
): Case {
  const text = `${severity}: ${message}\nfix: ${fix}`;
  return {
    ...{ classname: `preflight of ${service}`, name: subject },
    [severity === 'error' ? 'failure' : 'skipped']: text,
  };
}

function serviceCase(
  { name, cluster, verdict, happened, done = '', fix, next, findings }: ServiceReport,
  command: string,
): Case {
  const why = findings.flatMap(({ explanation, said, log }) => [
    explanation ?? said,
    ...(log?.lines ?? []).map((line) => `| ${line}`),
  ]);
  const text = [`${verdict}: ${happened}`, ...why, done, ...fix.map((each) => `fix: ${each}`), next ?? '']
    .filter(Boolean)
    .join('\n');
  const isOpen = verdict === 'paused' || verdict === 'not-begun';
  return {
    ...{ classname: `service ${name}`, name: `${command} of ${name} in ${cluster}` },
    ...(verdict === 'succeeded' ? {} : isOpen ? { skipped: text } : { failure: text }),
  };
}

/** GitLab knows a case by its name. */
function withOwnNames(cases: readonly Case[]): readonly Case[] {
  const keys = cases.map(({ classname, name }) => `${classname} ${name}`);
  return cases.map((each, index) => {
    const before = keys.slice(0, index).filter((key) => key === keys[index]).length;
    return before === 0 ? each : { ...each, name: `${each.name} (${before + 1})` };
  });
}

/** Links on the page of the job (GitLab docs, artifacts:reports:annotations). */
export function annotationsOf({ services, job }: RunReport): string {
  const link = (label: string, url: string) => ({ external_link: { label: label.slice(0, 200), url } });
  const links = [
    // GitLab shows a file of the job there (GitLab docs).
    ...(job.url ? [link('Deployment report', `${job.url}/artifacts/file/ecs-cd-report.html`)] : []),
    ...services.flatMap(({ name, consoleUrl, findings }) => [
      link(`${name} in the AWS console`, consoleUrl),
      ...findings.flatMap(({ log }) => (log?.url ? [link(`log of ${log.stream ?? name}`, log.url)] : [])),
    ]),
  ];
  return JSON.stringify({ 'ecs-cd': links.slice(0, mostLinks) }, undefined, 2);
}

const mostLinks = 50;
