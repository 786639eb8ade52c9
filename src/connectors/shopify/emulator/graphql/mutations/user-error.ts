/** Shape of `UserError`. */
export interface UserErrorView {
  readonly field: readonly string[] | null;
  readonly message: string;
}

export function userError(field: readonly string[] | null, message: string): UserErrorView {
  return { field, message };
}
