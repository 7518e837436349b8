/** Under which address clients reach this service: from the configuration, or else where it listens. Never from a Host header. */
export class PublicAddress {
  private address: string;

  constructor(configured: string | null) {
    this.address = configured ?? '';
    this.fixed = configured !== null;
  }

  private readonly fixed: boolean;

  listensAt(host: string, port: number): void {
    if (!this.fixed) this.address = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  }

  /** Where to redirect: under whatever name the client has reached us, unless the configuration names one. */
  redirect(path: string): string {
    return this.fixed ? this.of(path) : path;
  }

  /** @param path with its leading slash */
  of(path: string): string {
    return `${this.address}${path}`;
  }
}
