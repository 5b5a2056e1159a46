// Speaks with the practice server.

/** The server said no, or did not answer; the message is a sentence for a person. */
export class Refused extends Error {}

const SILENT = "The practice workspace is not answering. Check that it is still running, then try again.";
const GARBLED = "The practice workspace gave an answer that cannot be read. Reload the page; if it goes on, start it again.";

async function ask(path, options) {
  let response;
  try {
    response = await fetch(path, { cache: "no-store", ...options });
  } catch {
    throw new Refused(SILENT);
  }
  let body;
  try {
    body = await response.json();
  } catch {
    throw new Refused(GARBLED);
  }
  if (!body.ok) throw new Refused(body.error ?? GARBLED);
  return body;
}

/** The JSON answer to `GET /practice/{name}`; throws Refused. */
export function get(name, params = {}) {
  const query = new URLSearchParams(params).toString();
  return ask(`/practice/${name}${query ? `?${query}` : ""}`, {});
}

/** The JSON answer to `POST /practice/{name}`; throws Refused. */
export function post(name, body) {
  return ask(`/practice/${name}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
}

/** The JSON answer to `DELETE /practice/{name}`; throws Refused. */
export function remove(name, params = {}) {
  return ask(`/practice/${name}?${new URLSearchParams(params)}`, { method: "DELETE" });
}

const REOPEN_AFTER_MS = 2000;

/**
 * Listens to the server's events for one persona until the returned function is called.
 * `onEvent` gets each event, `onLive` true when the line is (again) open and false when it broke.
 */
export function listen(as, { onEvent, onLive }) {
  let source = null;
  let timer = null;
  const open = () => {
    source = new EventSource(`/practice/events?${new URLSearchParams({ as })}`);
    source.onopen = () => onLive(true);
    source.onmessage = (message) => onEvent(JSON.parse(message.data));
    source.onerror = () => {
      onLive(false);
      if (source.readyState === EventSource.CLOSED) timer = setTimeout(open, REOPEN_AFTER_MS);
    };
  };
  open();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}
