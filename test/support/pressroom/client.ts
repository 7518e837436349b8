import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';

export interface ReportAnswer {
  id: string;
  status: 'PENDING' | 'RUNNING' | 'COMPLETED' | 'FAILED' | 'CANCELLED' | 'EXPIRED';
  attempts: number;
  startedAt: string | null;
  completedAt: string | null;
  error?: { code: string; message: string };
  progress: { phase: string | null; done: number | null; percent: number };
  artefacts: { format: string; bytes: number; sha256: string; rows: number; downloadUrl: string }[];
}

export interface Reply<Body> {
  status: number;
  headers: Headers;
  body: Body;
}

export interface Ask {
  method?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

const FINAL = ['COMPLETED', 'FAILED', 'CANCELLED', 'EXPIRED'];

/** One account at the api's doors. */
export class Client {
  private constructor(
    private readonly base: () => string,
    readonly accountId: string,
    private readonly token: string,
  ) {}

  /** @param base asked anew at each call: an api that was restarted has another port */
  static async signUp(base: () => string): Promise<Client> {
    const answer = await fetch(`${base()}/api/auth/signup`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        email: `${randomBytes(6).toString('hex')}@faults.test`,
        password: randomBytes(18).toString('base64url'),
      }),
    });
    if (answer.status !== 201) throw new Error(`sign-up answered ${answer.status}: ${await answer.text()}`);
    const { accessToken, user } = (await answer.json()) as { accessToken: string; user: { id: string } };
    return new Client(base, user.id, accessToken);
  }

  async ask<Body = ReportAnswer>(path: string, { method, body, headers }: Ask = {}): Promise<Reply<Body>> {
    const answer = await fetch(`${this.base()}${path}`, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(20_000),
    });
    const text = await answer.text();
    return {
      status: answer.status,
      headers: answer.headers,
      body: (text === '' ? null : JSON.parse(text)) as Body,
    };
  }

  post(
    template: string,
    parameters: Record<string, unknown> = {},
    { formats = ['json'], headers = {} }: { formats?: string[]; headers?: Record<string, string> } = {},
  ): Promise<Reply<ReportAnswer>> {
    return this.ask('/api/reports', { body: { template, formats, parameters }, headers });
  }

  /** Asks for a report and insists on 202. @returns its id */
  async order(...order: Parameters<Client['post']>): Promise<string> {
    const { status, body } = await this.post(...order);
    if (status !== 202) throw new Error(`POST /api/reports answered ${status}: ${JSON.stringify(body)}`);
    return body.id;
  }

  async read(id: string): Promise<ReportAnswer> {
    const { status, body } = await this.ask(`/api/reports/${id}`);
    if (status !== 200) throw new Error(`GET report answered ${status}: ${JSON.stringify(body)}`);
    return body;
  }

  cancel(id: string): Promise<Reply<ReportAnswer>> {
    return this.ask(`/api/reports/${id}/cancel`, { method: 'POST' });
  }

  remove(id: string): Promise<Reply<unknown>> {
    return this.ask(`/api/reports/${id}`, { method: 'DELETE' });
  }

  /** Polls until `wanted` holds; reads that fail are repeated, since servers may be away. */
  async until(
    id: string,
    wanted: (report: ReportAnswer) => boolean,
    patienceMs = 90_000,
  ): Promise<ReportAnswer> {
    let last: unknown = null;
    for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await wait(60)) {
      try {
        const report = await this.read(id);
        if (wanted(report)) return report;
        last = report;
      } catch (error) {
        last = String(error);
      }
    }
    throw new Error(`report ${id} did not come so far in ${patienceMs} ms: ${JSON.stringify(last)}`);
  }

  ended(id: string, patienceMs?: number): Promise<ReportAnswer> {
    return this.until(id, ({ status }) => FINAL.includes(status), patienceMs);
  }

  running(id: string): Promise<ReportAnswer> {
    return this.until(id, ({ status }) => status === 'RUNNING');
  }
}
