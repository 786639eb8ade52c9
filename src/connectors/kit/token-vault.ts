/** A token with its end, kept encrypted and shared by all processes of one installation. */
export interface StoredToken {
  readonly accessToken: string;
  readonly refreshToken?: string;
  /** Milliseconds since 1970; absent: does not expire. */
  readonly expiresAt?: number;
  readonly scope?: string;
  /** Client id that it was given to; another app's token is not used. */
  readonly issuedTo?: string;
}

/** Keeps a connection's current token. One renewal at a time per connection, across processes. */
export interface TokenVault {
  load(): Promise<StoredToken | null>;
  /**
   * Runs `renew` while no other process does, hands it the newest stored token, and stores the result before anyone uses
   * it. Callers that waited get the token that the first one stored: check it before renewing again.
   */
  renew(renew: (current: StoredToken | null) => Promise<StoredToken>): Promise<StoredToken>;
}
