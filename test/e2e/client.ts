/** An answer, read to its end. */
export interface Answer {
  status: number;
  headers: Headers;
  bytes: Buffer;
  text: string;
  /** The body as JSON; null when there is none. @throws SyntaxError when it is something else */
  body: unknown;
}

export interface Asked {
  /** Sent as JSON. */
  json?: unknown;
  /** Sent as it stands; bring a content type. */
  raw?: string | Uint8Array<ArrayBuffer>;
  headers?: Record<string, string>;
}

export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';

/** Somebody at the doors: signed in when it carries a token. Redirects are answers, not followed. */
export class Client {
  constructor(
    readonly url: string,
    readonly token: string | null = null,
  ) {}

  async ask(method: Method, path: string, { json, raw, headers = {} }: Asked = {}): Promise<Answer> {
    const body = json === undefined ? raw : JSON.stringify(json);
    const answer = await fetch(new URL(path, this.url), {
      method,
      redirect: 'manual',
      headers: {
        ...(this.token === null ? {} : { authorization: `Bearer ${this.token}` }),
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    const text = bytes.toString('utf8');
    return {
      status: answer.status,
      headers: answer.headers,
      bytes,
      text,
      get body(): unknown {
        return text === '' ? null : (JSON.parse(text) as unknown);
      },
    };
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.ask('GET', path, { headers });
  }

  post(path: string, json?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.ask('POST', path, { json, headers });
  }

  patch(path: string, json: unknown): Promise<Answer> {
    return this.ask('PATCH', path, { json });
  }

  delete(path: string): Promise<Answer> {
    return this.ask('DELETE', path);
  }
}
