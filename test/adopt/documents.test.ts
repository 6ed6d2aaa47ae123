import { expect } from 'chai';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { shellTextOf } from '../../runner/adopt/documents';
import { keyId, openAdoptFixture, outputsJson, secretKey, type AdoptFixture, staging } from './site';

const folderWithAll = `a "b"/it's $5 \`x\` \\ !`;

describe('the documents of adopt', () => {
  let site: AdoptFixture;
  let folder: string;
  before(async () => {
    site = await openAdoptFixture();
    folder = mkdtempSync(path.join(tmpdir(), 'ecs-cd-documents-'));
    // Stands for terraform, whose secrets reach nobody but who asks for them.
    program(
      'terraform',
      `case "$3" in aws_secret_access_key) printf %s '${secretKey}';; *) printf %s "value of $3";; esac`,
    );
    // Stands for glab: what it got as arguments, one to a line, and on stdin.
    program(
      'glab',
      `{ printf '%s\\n' "$@"; case "$4" in --value=*) ;; *) printf 'stdin=%s\\n' "$(cat)";; esac; echo --; } >> calls`,
    );
  });
  after(async () => {
    rmSync(folder, { recursive: true });
    await site.close();
  });

  function program(name: string, body: string): void {
    const file = path.join(folder, name);
    writeFileSync(file, `#!/bin/sh\n${body}\n`);
    chmodSync(file, 0o755);
  }

  function sh(script: string): string {
    const env = { PATH: `${folder}:${process.env.PATH ?? ''}` };
    return execFileSync('sh', ['-c', script], {
      cwd: folder,
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  const document = async (format: string, argv: readonly string[] = []) => {
    const outputs = outputsJson({ docker_build_context: folderWithAll });
    // Neither a token nor a GitLab is needed for them.
    const env = { ECS_CD_GITLAB_TOKEN: undefined, ECS_CD_GITLAB_URL: undefined };
    return site.adopt([...staging, '--format', format, ...argv], { outputs, env });
  };

  it('are all that stdout gets, and ask GitLab nothing', async () => {
    for (const format of ['dotenv', 'glab']) {
      const { exitCode, stdout } = await document(format);
      expect(exitCode).to.equal(0);
      for (const line of stdout.trimEnd().split('\n'))
        expect(line).to.match(/^#|^[A-Z_]+=|glab variable set /);
      expect(stdout).to.not.contain(secretKey).and.not.contain(keyId);
    }
    expect(site.gitlab.requests).to.deep.equal([]);
  });

  it('give a shell every value as it is, and the secrets from Terraform', async () => {
    const { stdout } = await document('dotenv');
    expect(stdout).to.match(/^# For a POSIX shell in the folder of the Terraform configuration: set -a;/);
    writeFileSync(path.join(folder, 'ecs-cd.env'), stdout);
    const said = sh(
      `set -a; . ./ecs-cd.env; set +a; printf '%s\\n' "$DOCKER_BUILD_CONTEXT" "$CLUSTER_NAME"; env`,
    );
    expect(said.split('\n').slice(0, 2)).to.deep.equal([folderWithAll, 'shop-staging']);
    expect(said).to.contain(`\nAWS_SECRET_ACCESS_KEY=${secretKey}\n`);
    expect(said).to.contain('\nAWS_ACCESS_KEY_ID=value of aws_access_key_id\n');
  });

  it('give glab every value as it is, and the secrets on its stdin', async () => {
    const { stdout } = await document('glab', ['--protected', '--build-scope', '*']);
    writeFileSync(path.join(folder, 'commands'), stdout);
    sh('rm -f calls; . ./commands');
    const calls = readFileSync(path.join(folder, 'calls'), 'utf8').split('--\n').slice(0, -1);
    expect(calls).to.have.length(9);
    const callOf = (name: string) =>
      calls
        .find((call) => call.split('\n')[2] === name)
        ?.trimEnd()
        .split('\n');
    expect(callOf('DOCKER_BUILD_CONTEXT')).to.include.members([
      `--value=${folderWithAll}`,
      '--raw',
      '--scope=*',
    ]);
    expect(callOf('CLUSTER_NAME')).to.include.members(['--scope=staging', '--protected', '--repo=shop/web']);
    expect(callOf('AWS_SECRET_ACCESS_KEY')).to.deep.equal([
      ...['variable', 'set', 'AWS_SECRET_ACCESS_KEY'],
      ...[
        '--raw',
        '--masked',
        '--hidden',
        '--protected',
        '--scope=*',
        '--repo=shop/web',
        `stdin=${secretKey}`,
      ],
    ]);
    expect(callOf('AWS_ACCESS_KEY_ID')).to.include('--masked').and.not.include('--hidden');
  });

  it('name the GitLab where one is named', async () => {
    const { stdout } = await document('glab', ['--gitlab-url', 'https://gitlab.example.com']);
    expect(stdout).to.contain("--repo='https://gitlab.example.com/shop/web'");
    expect((await document('glab', ['--project', '42'])).stdout).to.not.contain('--repo');
  });

  it('hold no value that Terraform calls sensitive, whatever it is for', async () => {
    const outputs = outputsJson({ cluster_name: 'canary-cluster' }, ['cluster_name']);
    for (const format of ['dotenv', 'glab']) {
      const { log } = await site.adopt(['--format', format], { outputs });
      expect(log).to.contain('terraform output -raw cluster_name').and.not.contain('canary');
    }
  });

  it('are no thing to apply', async () => {
    const { exitCode, stderr } = await document('glab', ['--apply']);
    expect(exitCode).to.equal(2);
    expect(stderr).to.match(/--apply +does not go with --format/);
    expect((await document('yaml')).stderr).to.contain('--format  "yaml" is none of "dotenv", "glab"');
  });

  it('quote anything for a shell so that it arrives', () => {
    for (const text of [
      '',
      'a b',
      `it's`,
      '"',
      '$HOME',
      '`id`',
      '\\',
      `'"$\`\\`,
      '!x',
      '* ? [a]',
      'ü',
      '-n',
      '#',
      '~',
    ]) {
      expect(sh(`printf %s ${shellTextOf(text)}`)).to.equal(text);
      expect(sh(`X=${shellTextOf(text)}; printf %s "$X"`)).to.equal(text);
    }
  });
});
