import { downstreamWith } from '../pipeline/downstream';
import type { Mapping } from '../pipeline/mapping';
import type { Files } from '../pipeline/git-project';

export const baseImage = 'ecs-cd-rehearsal-base:latest';
export const repositoryName = 'sample/web';
export const port = 8080;

/** What the crashing commit says before it ends. */
export const lastWords = 'DATABASE_URL is not set';

const dockerfile = `FROM ${baseImage}
COPY server.js /server.js
EXPOSE ${port}
CMD ["node", "/server.js"]
`;

const server = (greeting: string) => `require('node:http')
  .createServer((request, response) => response.end(${JSON.stringify(`${greeting}\n`)}))
  .listen(${port});
process.on('SIGTERM', () => process.exit(0));
`;

const crash = `throw new Error(${JSON.stringify(lastWords)});
`;

/** A web server that says its version, and the pipeline that the README shows. */
export function sampleProject(greeting: string, moreJobs: Mapping = {}): Files {
  return {
    'app/Dockerfile': dockerfile,
    'app/server.js': server(greeting),
    // The engine is this machine's; a GitLab runner would start one beside the job.
    '.gitlab-ci.yml': downstreamWith({ inputs: { docker_service: 'none' }, more: moreJobs }),
  };
}

export const commitOf = (greeting: string): Files => ({ 'app/server.js': server(greeting) });

/** The commit that somebody regrets: the container ends as soon as it starts. */
export const crashingCommit: Files = { 'app/server.js': crash };
