import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { createPublicKey, generateKeyPairSync, type JsonWebKey, sign, verify } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { allows } from '../../iam/policy-evaluator';
import type { PolicyDocument } from '../../../runner/iam/policy-document';
import { skipWithout } from '../../ci/needed-programs';
import { print } from '../../iam/printed';

/** What the page writes in place of the reader's own. */
const onPage = {
  gitlab: 'https://gitlab.example.com',
  bucket: 'https://BUCKET.s3.eu-central-1.amazonaws.com',
};

const page = readFileSync(path.resolve(__dirname, '../../../docs/offline.md'), 'utf8');
const [copy = '', policy = ''] = [...page.matchAll(/ {3}```sh\n(.*?) {3}```/gs)].map(
  ([, script = '']) => script,
);

type Document = Readonly<Record<string, unknown>>;

async function serve(answer: RequestListener) {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
const decoded = (part = '') => JSON.parse(Buffer.from(part, 'base64url').toString()) as Document;

/** As AWS does it: the keys are those that the issuer names, and it is who it says (AWS docs, OIDC identity providers). */
async function claimsOf(token: string): Promise<Document> {
  const [head, body, signature = ''] = token.split('.');
  const claims = decoded(body);
  const read = async (url: string) => (await (await fetch(url)).json()) as Document;
  const configuration = await read(`${String(claims['iss'])}/.well-known/openid-configuration`);
  expect(configuration['issuer'], 'the issuer').to.equal(claims['iss']);
  const { keys } = (await read(String(configuration['jwks_uri']))) as { keys: (JsonWebKey & Document)[] };
  const key = keys.find(({ kid }) => kid === decoded(head)['kid'])!;
  const publicKey = createPublicKey({ key, format: 'jwk' });
  const signed = Buffer.from(`${head}.${body}`);
  const isSigned = verify('sha256', signed, publicKey, Buffer.from(signature, 'base64url'));
  expect(isSigned, 'the signature').to.equal(true);
  return claims;
}

describe('the keys of a GitLab that AWS does not reach', () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const stored = new Map<string, string>();
  const closing: (() => void)[] = [];
  const folder = mkdtempSync(path.join(tmpdir(), 'ecs-cd-keys-'));
  let bucket: string;
  let own: (text: string) => string;

  before(async function () {
    await skipWithout(this, 'curl');
    const gitlab = await serve(({ url = '' }, answer) => answer.end(JSON.stringify(documents[url])));
    const s3 = await serve(({ url = '' }, answer) => answer.end(stored.get(url)));
    closing.push(
      () => gitlab.server.close(),
      () => s3.server.close(),
    );
    bucket = s3.url;
    own = (text) => text.replaceAll(onPage.bucket, bucket).replaceAll(onPage.gitlab, gitlab.url);
    const documents: Readonly<Record<string, Document>> = {
      '/oauth/discovery/keys': { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one' }] },
      '/.well-known/openid-configuration': {
        issuer: own(onPage.gitlab),
        jwks_uri: own(`${onPage.gitlab}/oauth/discovery/keys`),
      },
    };
    // aws s3 cp FILE s3://BUCKET/KEY
    writeFileSync(path.join(folder, 'aws'), '#!/bin/sh\nprintf "%s %s\\n" "$3" "$4" >> copied\n');
    chmodSync(path.join(folder, 'aws'), 0o755);
    const PATH = `${folder}:${process.env.PATH ?? ''}`;
    await promisify(execFile)('sh', ['-ec', own(copy)], { cwd: folder, env: { ...process.env, PATH } });
    for (const [, file = '', key = ''] of readFileSync(path.join(folder, 'copied'), 'utf8').matchAll(
      /^(\S+) s3:\/\/BUCKET(\S+)$/gm,
    ))
      stored.set(key, readFileSync(path.join(folder, file), 'utf8'));
  });
  after(() => {
    for (const close of closing) close();
    rmSync(folder, { recursive: true });
  });

  const trust = async (): Promise<PolicyDocument> => {
    const argv = policy.replaceAll('\\\n', ' ').trim().split(/\s+/).slice(2);
    const { stdout, stderr } = await print([...argv, '--account-id', '123456789012'], {});
    expect(stderr).not.to.match(/^error/m);
    return JSON.parse(own(stdout).replaceAll(onPage.bucket.slice(8), bucket.slice(7))) as PolicyDocument;
  };

  it('verify a token from the bucket alone, and the printed trust lets that job in, and no other', async () => {
    const sub = 'project_path:shop/web:ref_type:branch:ref:main';
    const parts = `${encoded({ alg: 'RS256', kid: 'one' })}.${encoded({ iss: bucket, aud: own(onPage.gitlab), sub })}`;
    const token = `${parts}.${sign('sha256', Buffer.from(parts), privateKey).toString('base64url')}`;
    const claims = await claimsOf(token);
    const document = await trust();
    const isLetIn = ({ aud, sub: subject }: Document) =>
      allows(document, {
        action: 'sts:AssumeRoleWithWebIdentity',
        principal: `arn:aws:iam::123456789012:oidc-provider/${bucket.slice(7)}`,
        context: { [`${bucket.slice(7)}:aud`]: String(aud), [`${bucket.slice(7)}:sub`]: String(subject) },
      });
    expect(isLetIn(claims)).to.equal(true);
    expect(isLetIn({ ...claims, sub: sub.replace('main', 'other') })).to.equal(false);
    expect(isLetIn({ ...claims, aud: bucket })).to.equal(false);
  });
});
