import type { Answer } from './client';

export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  instance: string;
  requestId: string;
  errors?: { pointer: string; detail: string }[];
}

/** What no client may ever read: stacks, SQL, addresses of files, names of our machinery. */
const INSIDES =
  /\bat [\w.<>]+ \(|node_modules|\/dist\/|\/libs\/|\.(ts|js):\d+|SELECT |INSERT |UPDATE |syntax error|violates|postgres|typeorm|fastify|ZodError|ECONN/i;

/** The answer's problem document, checked against RFC 9457 and the contract. */
export function problemIn(answer: Answer): Problem {
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  const problem = answer.body as Problem;
  expect(problem).toEqual({
    type: expect.stringMatching(/^https:\/\/\S+\/problems\/[a-z0-9-]+$/) as string,
    title: expect.stringMatching(/^.+$/) as string,
    status: answer.status,
    detail: expect.stringMatching(/^.+$/) as string,
    code: expect.stringMatching(/^[a-z0-9_]+$/) as string,
    instance: expect.stringMatching(/^\//) as string,
    requestId: answer.headers.get('x-request-id'),
    ...(problem.errors === undefined ? {} : { errors: expect.any(Array) as object[] }),
    // Older than problem documents: clients of these doors read these two.
    ...(problem.instance.startsWith('/assignment')
      ? { error: problem.detail, details: problem.errors ?? [] }
      : {}),
  });
  for (const flaw of problem.errors ?? []) {
    expect(flaw).toEqual({
      pointer: expect.stringMatching(/^(|\/[\s\S]*|(query|path|header):[\s\S]+)$/) as string,
      detail: expect.stringMatching(/^.+$/) as string,
    });
  }
  expect(`${problem.title} ${problem.detail} ${JSON.stringify(problem.errors ?? [])}`).not.toMatch(INSIDES);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  return problem;
}

/** The wrong places that a 422 names, sorted. */
export function pointersIn(answer: Answer): string[] {
  expect(answer.status).toBe(422);
  return (problemIn(answer).errors ?? []).map(({ pointer }) => pointer).sort();
}
