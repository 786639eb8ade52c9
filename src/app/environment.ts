/** Value of an environment variable; null when it is not set, or set to nothing, as compose files and shells like to do. */
export function given(environment: NodeJS.ProcessEnv, name: string): string | null {
  const value = environment[name];
  return value === undefined || value === "" ? null : value;
}
