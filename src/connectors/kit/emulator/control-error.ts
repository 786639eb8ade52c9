/**
 * A control was asked for something it cannot do. The host answers with `status` and `{"error": message}`.
 * Emulators throw it from `EmulatorControl.run`; a failed Zod parse is translated by the host into status 400.
 */
export class ControlError extends Error {
  readonly status: 400 | 404;

  constructor(status: 400 | 404, message: string) {
    super(message);
    this.name = "ControlError";
    this.status = status;
  }
}
