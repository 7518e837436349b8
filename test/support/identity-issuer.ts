import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type Server } from 'node:http';

/** An issuer of ID tokens on this machine, as Google is one: publishes its keys, signs what it is told to. */
export class IdentityIssuer {
  /** Times that its keys were asked for. */
  asked = 0;
  /** Answers 503 while true. */
  away = false;
  private keys = new Map<string, { publicKey: KeyObject; privateKey: KeyObject }>();

  private constructor(
    private readonly server: Server,
    readonly issuer: string,
  ) {}

  static async open(): Promise<IdentityIssuer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const issuer = new IdentityIssuer(server, `http://127.0.0.1:${port}`);
    issuer.rotate('one');
    server.on('request', (_request, answer) => {
      issuer.asked += 1;
      const keys = [...issuer.keys].map(([kid, { publicKey }]) => ({
        ...publicKey.export({ format: 'jwk' }),
        ...{ kid, use: 'sig', alg: 'RS256' },
      }));
      answer
        .writeHead(issuer.away ? 503 : 200, {
          'content-type': 'application/json',
          'cache-control': 'max-age=600',
        })
        .end(JSON.stringify({ keys }));
    });
    return issuer;
  }

  get jwksUrl(): string {
    return `${this.issuer}/certs`;
  }

  /** From now on it has this key alone. */
  rotate(kid: string): void {
    this.keys = new Map([[kid, generateKeyPairSync('rsa', { modulusLength: 2048 })]]);
  }

  /** The public key in PEM, as an attacker has it too. */
  publicPem(): string {
    return [...this.keys.values()][0]?.publicKey.export({ type: 'spki', format: 'pem' }).toString() ?? '';
  }

  /** A token for `the-client`, good for ten minutes, but for what is laid over it. */
  sign(claims: Record<string, unknown> = {}, header: Record<string, unknown> = {}, now = Date.now()): string {
    const [[kid, pair] = ['', null]] = this.keys;
    const iat = Math.floor(now / 1000);
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const body = { iss: this.issuer, aud: 'the-client', sub: 'subject-1', iat, exp: iat + 600, ...claims };
    const text = `${part({ alg: 'RS256', typ: 'JWT', kid, ...header })}.${part(body)}`;
    if (pair === null) throw new Error('an issuer has a key');
    return `${text}.${createSign('RSA-SHA256').update(text).sign(pair.privateKey).toString('base64url')}`;
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => {
      this.server.close(() => resolve());
    });
  }
}
