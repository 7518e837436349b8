import { z } from 'zod';

const count = z.int().min(0);
const within = z.object({ limit: count, windowSeconds: count });

export const limitsAnswer = z
  .object({
    requests: z
      .array(
        z.object({
          name: z.enum(['anonymous', 'sign-in', 'account']),
          per: z.enum(['network', 'account']),
          limit: count,
          windowSeconds: count,
        }),
      )
      .meta({ description: 'As in the header `RateLimit-Policy`. An IPv6 /64 counts as one network.' }),
    failedSignIns: within.meta({
      description:
        'Of one e-mail address from one network; wrong passwords of one account on its own doors alike.',
    }),
    codes: z
      .object({
        perNumber: z.array(within),
        perNetwork: z.array(within),
        seconds: count.meta({ description: 'Life of a code.' }),
        tries: count.meta({ description: 'Of one code, right or wrong.' }),
        failures: within.meta({
          description: 'Wrong codes of one number before each further one must wait.',
        }),
        longestWaitSeconds: count,
      })
      .meta({ description: 'One-time codes sent to phones.' }),
    exports: within.meta({ description: 'Exports of everything held about one account.' }),
    imports: z.object({ open: count.meta({ description: 'PENDING and RUNNING ones of one account.' }) }),
    reports: z
      .object({
        open: count.meta({ description: 'PENDING and RUNNING ones of one account.' }),
        running: count.meta({ description: 'At a time; more wait.' }),
        perDay: count,
        bytes: count.meta({ description: 'Of all files of one account.' }),
        pendingInAll: count,
        seconds: count.meta({ description: 'Longest execution, unless the template says otherwise.' }),
        executions: count,
        artefactBytes: count,
      })
      .meta({ description: 'Limits of single templates: `GET /api/reports/templates`.' }),
    bodies: z.object({ jsonBytes: count, feedbackBytes: count, uploadBytes: count }),
    links: z.object({ seconds: count }),
    apiKeys: count,
    retentionDays: count,
  })
  .meta({ title: 'Limits' });
export type LimitsAnswer = z.infer<typeof limitsAnswer>;
