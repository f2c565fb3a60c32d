// Talks to the server: voices, and speech as a stream of events.

/** What the server answered instead of speech; `param` names the field that is wrong. */
export class ServerError extends Error {
  constructor(message, param) {
    super(message);
    this.param = param;
  }
}

function headers(key) {
  return key ? { "Content-Type": "application/json", Authorization: `Bearer ${key}` } : { "Content-Type": "application/json" };
}

async function request(path, key, options = {}) {
  let response;
  try {
    response = await fetch(path, { ...options, headers: headers(key) });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ServerError("The server cannot be reached.");
  }
  if (response.ok) return response;
  const body = await response.json().catch(() => ({}));
  throw new ServerError(body.error?.message ?? `The server answered ${response.status}.`, body.error?.param);
}

/** [{id, name, language, gender, version}] */
export async function fetchVoices(key) {
  return (await (await request("../v1/audio/voices", key)).json()).voices;
}

/** The whole audio of a call as a Blob. */
export async function fetchFile(call, key, signal) {
  const body = JSON.stringify({ ...call, stream: false });
  return (await request("../v1/audio/speech", key, { method: "POST", body, signal })).blob();
}

/** The copy that the server kept at `path`, or null when it has it no more. */
export async function fetchCopy(path, key) {
  try {
    return (await request(`../v1${path}`, key)).blob();
  } catch {
    return null;
  }
}

/**
 * The events of a call as they come; before them one of type "copy" with its path, where the server keeps a copy in
 * `download_format`. An error event, or a body that breaks off, throws.
 */
export async function* speechEvents(call, key, signal) {
  const body = JSON.stringify({ ...call, stream_format: "sse", return_timestamps: true, return_download_link: true });
  const response = await request("../v1/audio/speech", key, { method: "POST", body, signal });
  const path = response.headers.get("X-Download-Path");
  if (path) yield { type: "copy", path };
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  let done = false;
  while (!done) {
    let read;
    try {
      read = await reader.read();
    } catch (error) {
      if (error.name === "AbortError") throw error;
      throw new ServerError("The speech broke off.");
    }
    done = read.done;
    text += read.value ?? "";
    const events = text.split("\n\n");
    text = events.pop();
    for (const line of events) {
      const event = JSON.parse(line.slice("data: ".length));
      if (event.type === "error") throw new ServerError(event.error.message, event.error.param);
      yield event;
    }
  }
}
