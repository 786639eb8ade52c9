/** One server-sent event. */
export interface ServerSentEvent {
  readonly type: string;
  readonly data: string;
}

const longestEvent = 1024 * 1024;

/**
 * Cuts a stream of text into server-sent events (HTML Standard, "Server-sent events"). Comments, ids and retry times are passed
 * over; an event larger than 1 MiB is an error.
 */
export function createEventParser(onEvent: (event: ServerSentEvent) => void): (text: string) => void {
  let rest = "";
  let type = "";
  let data: string[] = [];

  const takeLine = (line: string): void => {
    if (line === "") {
      if (data.length > 0) onEvent({ type: type === "" ? "message" : type, data: data.join("\n") });
      type = "";
      data = [];
      return;
    }
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "event") type = value;
    else if (field === "data") data.push(value);
  };

  return (text) => {
    const lines = (rest + text).split(/\r\n|\n/);
    rest = lines.pop() ?? "";
    if (rest.length > longestEvent) throw new RangeError("an event of the stream is larger than any of ours");
    for (const line of lines) takeLine(line);
  };
}
