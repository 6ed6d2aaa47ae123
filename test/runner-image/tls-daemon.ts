import { mkdtemp, readFile, rm, chmod, writeFile } from 'node:fs/promises';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createServer } from 'node:tls';
import { run } from '../../runner/subprocess';
import type { ContainerEngine } from '../engine/container-engine';

/** What a docker:dind service shows to the job beside it. */
export interface TlsDaemon {
  readonly port: number;
  /** ca.pem, cert.pem and key.pem, of root and readable for all, as docker:dind leaves them in /certs/client. */
  readonly clientCertificates: string;
  close(): Promise<void>;
}

/** Speaks TLS as the host `docker`, to those who show a certificate of the same authority, for a daemon that has a socket. */
export async function daemonBehindTls({ env }: ContainerEngine): Promise<TlsDaemon> {
  const socket = env.DOCKER_HOST.replace(/^unix:\/\//, '');
  const folder = await mkdtemp(path.join(tmpdir(), 'ecs-cd-certificates-'));
  await chmod(folder, 0o755);
  await makeCertificates(folder);
  const read = (name: string) => readFile(path.join(folder, name));
  const server = createServer(
    {
      key: await read('server-key.pem'),
      cert: await read('server-cert.pem'),
      ca: await read('ca.pem'),
      requestCert: true,
      rejectUnauthorized: true,
    },
    (client) => {
      const daemon = connect(socket);
      client.pipe(daemon).pipe(client);
      for (const end of [client, daemon])
        end.on('error', () => [client, daemon].forEach((one) => one.destroy()));
    },
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    clientCertificates: folder,
    async close() {
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function makeCertificates(folder: string): Promise<void> {
  const openssl = async (...args: string[]) => {
    const { exitCode, stderr } = await run({ command: 'openssl', args, cwd: folder, env: process.env });
    if (exitCode !== 0) throw new Error(`openssl ${args[0] ?? ''}: ${stderr}`);
  };
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  await openssl('req', '-x509', ...newKey, '-keyout', 'ca-key.pem', '-out', 'ca.pem', '-subj', '/CN=ca');
  for (const [key, certificate, extension] of [
    ['server-key.pem', 'server-cert.pem', 'subjectAltName=DNS:docker\nextendedKeyUsage=serverAuth\n'],
    ['key.pem', 'cert.pem', 'extendedKeyUsage=clientAuth\n'],
  ] as const) {
    await writeFile(path.join(folder, 'extensions'), extension);
    await openssl('req', ...newKey, '-keyout', key, '-out', 'request.pem', '-subj', `/CN=${certificate}`);
    const authority = ['-CA', 'ca.pem', '-CAkey', 'ca-key.pem', '-CAcreateserial'];
    await openssl(
      'x509',
      '-req',
      '-in',
      'request.pem',
      ...authority,
      '-out',
      certificate,
      '-extfile',
      'extensions',
    );
  }
  await chmod(path.join(folder, 'key.pem'), 0o644);
}
