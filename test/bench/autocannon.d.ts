/** The part of autocannon that the benchmarks use; the package brings no types. */
declare module 'autocannon' {
  interface Options {
    url: string;
    method: string;
    headers: Record<string, string>;
    body: string;
    connections: number;
    /** Requests a second over all connections. */
    overallRate: number;
    /** Seconds. */
    duration: number;
  }
  interface Result {
    /** Milliseconds. */
    latency: { p50: number; p99: number };
    '2xx': number;
    non2xx: number;
  }
  export default function autocannon(options: Options): Promise<Result>;
}
