/** How long what a sign-in gives stays good, and whose name its tokens carry. */
export interface TokenLives {
  /** Seconds an access token lives. */
  readonly accessSeconds: number;
  /** Seconds a refresh token may lie unused. */
  readonly refreshIdleSeconds: number;
  /** Seconds after which a session ends, however often it is refreshed. */
  readonly refreshLifeSeconds: number;
  /** `iss` of access tokens. */
  readonly tokenIssuer: string;
}

/** 15 minutes, 7 days, 30 days. */
export const TOKEN_LIVES: TokenLives = {
  accessSeconds: 900,
  refreshIdleSeconds: 604_800,
  refreshLifeSeconds: 2_592_000,
  tokenIssuer: 'pressroom',
};
