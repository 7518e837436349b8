import cookies from '@fastify/cookie';
import { DomainError } from '@pressroom/kernel';
import { extendContext } from '@pressroom/platform';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { randomBytes } from 'node:crypto';
import { answerProblem, problemOf } from '../http';
import type { Doorkeeper } from './doorkeeper';
import { type OperatorPass, type OperatorSeal, PASS_SECONDS } from './operator-cookie';
import { doorsPage, signInPage } from './pages';
import { BOARD_POLICY, PAGE_POLICY } from './policy';

export interface OperatorDoorsParts {
  keeper: Doorkeeper;
  seal: OperatorSeal;
  /** The board as a Fastify plugin. */
  board: (server: FastifyInstance, options: { prefix: string }, done: () => void) => void;
  /** Whether browsers reach this service over https: cookies then travel over nothing else. */
  secure: boolean;
}

const PASS = 'pressroom_operator';
const NONCE = 'pressroom_form';
const FORM_SECONDS = 3600;
const FORM_BYTES = 8192;
const PREFIX = '/admin';
const FONTS = /<link href="https:\/\/fonts\.[^>]*>/g;
const LOST_FORM = 'This page was open for too long. Please try again.';

/**
 * The operators' pages and the board behind them. Nest's guards do not reach routes that Nest does not know, so the
 * check is a hook of this part of the server: it runs after routing, for whatever address led here, however spelt.
 */
export function operatorDoors(parts: OperatorDoorsParts) {
  return async (server: FastifyInstance): Promise<void> => {
    await server.register(cookies);
    server.removeContentTypeParser('application/x-www-form-urlencoded');
    server.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: FORM_BYTES },
      (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    );
    server.setErrorHandler((error, request, reply) => answerProblem(error, request, reply));
    const pages = new OperatorPages(parts);
    server.get(PREFIX, (request, reply) => pages.show(request, reply));
    server.post(`${PREFIX}/sign-in`, (request, reply) => pages.signIn(request, reply));
    server.post(`${PREFIX}/sign-out`, (request, reply) => pages.signOut(request, reply));
    await server.register(async (inner: FastifyInstance) => {
      inner.addHook('onRequest', (request, reply) => pages.guard(request, reply));
      inner.addHook('onSend', (_request, reply, payload, done) => done(null, withoutFonts(reply, payload)));
      await inner.register(parts.board, { prefix: `${PREFIX}/queues` });
    });
  };
}

/** A member's or stranger's request ends here, before the board sees anything of it. */
class OperatorPages {
  constructor(private readonly parts: OperatorDoorsParts) {}

  async show(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const pass = await this.recognise(request);
    if (pass !== null) return this.page(reply, 200, doorsPage(this.form(request, reply)));
    return this.page(reply, 200, signInPage(this.form(request, reply), null));
  }

  async signIn(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const again = (status: number, fault: string) =>
      this.page(reply, status, signInPage(this.form(request, reply), fault));
    if (!this.isOurForm(request)) return again(403, LOST_FORM);
    const { email, password } = request.body as Record<string, unknown>;
    try {
      const pass = await this.parts.keeper.admit(
        typeof email === 'string' ? email : '',
        typeof password === 'string' ? password : '',
        request.ip,
        request.headers['user-agent'] ?? null,
      );
      void reply.setCookie(PASS, pass, this.cookie(PASS_SECONDS));
      return await reply.redirect(`${PREFIX}/queues`, 303);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const { problem, headers } = problemOf(error, PREFIX, request.id);
      delete headers['www-authenticate'];
      void reply.headers(headers);
      return again(problem.status, `${problem.detail}.`);
    }
  }

  async signOut(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const pass = await this.recognise(request);
    if (!this.isOurForm(request)) {
      return this.page(reply, 403, signInPage(this.form(request, reply), LOST_FORM));
    }
    if (pass !== null) await this.parts.keeper.dismiss(pass);
    void reply.clearCookie(PASS, { path: PREFIX });
    return reply.redirect(PREFIX, 303);
  }

  /** Answers what is not an operator's, and requests that another site has made in an operator's name. */
  async guard(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    void reply.headers({ 'content-security-policy': BOARD_POLICY, 'cache-control': 'private, no-store' });
    try {
      const pass = await this.recognise(request);
      if (pass !== null && isFromHere(request)) {
        extendContext({ accountId: pass.accountId });
        return undefined;
      }
      if (pass !== null)
        throw new DomainError('forbidden', 'cross_site', { detail: 'this request came from another site' });
      if (request.headers.accept?.includes('text/html') === true && request.method === 'GET') {
        return await this.page(reply, 401, signInPage(this.form(request, reply), null));
      }
      throw new DomainError('unauthenticated', 'operator_sign_in_required', {
        detail: 'operators sign in at /admin',
      });
    } catch (error) {
      // Answered here and not thrown: errors within the board are put into words by the board.
      return answerProblem(error, request, reply);
    }
  }

  private recognise(request: FastifyRequest): Promise<OperatorPass | null> {
    return this.parts.keeper.recognise(request.cookies[PASS]);
  }

  /** Another site can neither read the token of the page nor make a browser send the cookie it belongs to. */
  private isOurForm(request: FastifyRequest): boolean {
    const body = (request.body ?? {}) as Record<string, unknown>;
    return isFromHere(request) && this.parts.seal.isFormToken(request.cookies[NONCE], body['form']);
  }

  /** @returns the token for the form of the page under way */
  private form(request: FastifyRequest, reply: FastifyReply): string {
    const known = request.cookies[NONCE];
    const nonce =
      known !== undefined && /^[\w-]{22}$/.test(known) ? known : randomBytes(16).toString('base64url');
    void reply.setCookie(NONCE, nonce, this.cookie(FORM_SECONDS));
    return this.parts.seal.formToken(nonce);
  }

  private page(reply: FastifyReply, status: number, html: string): FastifyReply {
    return reply
      .status(status)
      .headers({ 'content-security-policy': PAGE_POLICY, 'cache-control': 'no-store' })
      .type('text/html; charset=utf-8')
      .send(html);
  }

  private cookie(seconds: number) {
    return {
      path: PREFIX,
      httpOnly: true,
      sameSite: 'strict',
      secure: this.parts.secure,
      maxAge: seconds,
    } as const;
  }
}

/** Browsers say where a request comes from; what does not say so is no browser, and carries no stolen cookie. */
function isFromHere({ headers, method }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return true;
  return method === 'GET' && headers['sec-fetch-mode'] === 'navigate';
}

/** The board's page asks another host for fonts, which the policy refuses: better not to ask. */
function withoutFonts(reply: FastifyReply, payload: unknown): unknown {
  const type = reply.getHeader('content-type');
  return typeof payload === 'string' && typeof type === 'string' && type.startsWith('text/html')
    ? payload.replace(FONTS, '')
    : payload;
}
