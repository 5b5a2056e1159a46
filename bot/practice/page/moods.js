// Slack's moods: a dialog that makes the workspace refuse, stall or fall silent as Slack does at times.
import { get, post, Refused, remove } from "./api.js";
import { el, freshId } from "./dom.js";
import { icon } from "./icons.js";

// `seconds` is what the number of seconds means, `code` whether an error code is asked for, and
// `own` that the mood is for calls of its own.
const MOODS = [
  { label: "Too many calls (429)", fault: { kind: "rate_limited" }, seconds: "Told to wait, seconds" },
  { label: "Server error 500", fault: { kind: "server_error", status: 500 } },
  { label: "Server error 502", fault: { kind: "server_error", status: 502 } },
  { label: "Server error 503", fault: { kind: "server_error", status: 503 } },
  { label: "Server error 500, yet it took effect", fault: { kind: "server_error", status: 500, after: true } },
  { label: "No answer", fault: { kind: "timeout" } },
  { label: "No answer, yet it took effect", fault: { kind: "timeout", after: true } },
  { label: "Connection reset", fault: { kind: "reset" } },
  { label: "Connection reset, yet it took effect", fault: { kind: "reset", after: true } },
  { label: "Refused with an error code", fault: { kind: "refusal" }, code: true },
  { label: "Slow", fault: { kind: "latency" }, seconds: "Late by, seconds" },
  { label: "Uploaded pictures are not ready", fault: { kind: "unprocessed" }, seconds: "Ready after, seconds", own: true },
  { label: "Outage: Slack is down", fault: { kind: "outage" }, everything: true },
];

const METHODS = [
  ["*", "Every call"],
  ["chat.*", "All of chat"],
  ["chat.postMessage", "chat.postMessage"],
  ["chat.postEphemeral", "chat.postEphemeral"],
  ["chat.update", "chat.update"],
  ["conversations.*", "All of conversations"],
  ["users.*", "All of users"],
  ["views.*", "All of views"],
  ["response_url", "Answers to commands and buttons"],
  ["upload", "Uploads of files"],
];

function moodOf(fault) {
  const same = (mood) => Object.entries({ after: false, ...mood.fault }).every(([name, value]) => fault[name] === value);
  return MOODS.find(same)?.label ?? `${fault.kind}${fault.after ? ", yet it took effect" : ""}`;
}

function times(count) {
  return count === 1 ? "once" : `${count} times`;
}

function struckWords({ struck, times: most, spent }) {
  if (spent) return `used up: struck ${times(struck)}`;
  return `struck ${times(struck)}${most === null ? "" : ` of ${most}`}`;
}

function detailWords(fault, placeName) {
  const method = METHODS.find(([value]) => value === fault.method)?.[1] ?? fault.method;
  const details = {
    rate_limited: `wait ${fault.seconds} s`,
    latency: `${fault.seconds} s`,
    unprocessed: `ready after ${fault.seconds} s`,
    refusal: fault.code,
  };
  return [details[fault.kind], ["outage", "unprocessed"].includes(fault.kind) ? null : method, fault.channel && placeName(fault.channel)].filter(Boolean).join(" · ");
}

function field(label, control, frame = control) {
  control.id = freshId("mood");
  return el("div", { class: "mood-field" }, el("label", { class: "label", for: control.id }, label), frame);
}

function choice(label, name, options) {
  const control = el("select", { class: "select", name, data: { testid: `mood-${name}` } }, options.map(([value, words]) => el("option", { value }, words)));
  return field(label, control, el("span", { class: "select-frame" }, control, icon("down")));
}

function entry(label, name, attributes) {
  return field(label, el("input", { class: "field", name, autocomplete: "off", data: { testid: `mood-${name}` }, ...attributes }));
}

export class Moods {
  #app;
  #turn = 0;
  #state = { outage: false, faults: [], random: null };
  #changed;

  /** `changed` is told whether an outage is on. */
  constructor(app, changed) {
    this.#app = app;
    this.#changed = changed;
    this.words = el("span", {}, "Slack's moods");
    this.node = el("button", { type: "button", class: "quiet-button", "aria-haspopup": "dialog", data: { testid: "moods" }, on: { click: () => this.#open() } }, icon("warning"), this.words);
    this.list = el("ul", { class: "mood-list", "aria-live": "polite", data: { testid: "mood-list" } });
    this.problem = el("p", { class: "field-error", role: "alert" });
    this.dialog = this.#makeDialog();
  }

  /** Asks the workspace which moods are on. */
  async refresh() {
    this.#turn += 1;
    const turn = this.#turn;
    await this.#attempt(async () => {
      const state = await get("faults");
      if (turn === this.#turn) this.#show(state);
    });
  }

  #show(state) {
    this.#state = state;
    const on = state.faults.filter((each) => !each.spent).length + (state.random ? 1 : 0);
    this.words.textContent = on ? `Slack's moods: ${on} on` : "Slack's moods";
    this.node.classList.toggle("moods-on", on > 0);
    this.#changed(state.outage);
    if (this.dialog.open) this.#showList();
  }

  #showList() {
    const { faults, random } = this.#state;
    const before = this.list.contains(document.activeElement);
    const rows = faults.map((placed) => this.#row(moodOf(placed), `${detailWords(placed, (id) => this.#nameOf(id))} · ${struckWords(placed)}`, placed.id));
    if (random) rows.push(this.#row("Moods at random", `${Math.round(random.share * 100)} % of calls · struck ${times(random.struck)}`, null));
    const nothing = el("li", { class: "hint" }, "None. Slack answers as it should.");
    this.list.replaceChildren(...(rows.length ? rows : [nothing]));
    if (before && !this.list.contains(document.activeElement)) (this.list.querySelector("button") ?? this.apply).focus();
    this.clearAll.disabled = !rows.length;
  }

  #nameOf(id) {
    const found = this.#app.conversation(id);
    if (!found) return id;
    return found.kind === "im" ? `direct messages with ${found.name}` : `#${found.name}`;
  }

  #row(label, details, id) {
    const clear = id && el("button", { type: "button", class: "button button-small", "aria-label": `Clear: ${label}`, on: { click: () => this.#clear({ id }) } }, "Clear");
    return el("li", { class: "mood", data: { testid: "mood" } }, el("div", { class: "mood-words" }, el("strong", {}, label), el("span", { class: "mood-details" }, details)), clear);
  }

  #makeDialog() {
    const title = freshId("moods");
    const close = () => this.dialog.close();
    this.form = this.#makeForm();
    this.clearAll = el("button", { type: "button", class: "button", data: { testid: "moods-clear" }, on: { click: () => this.#clear({}) } }, "Clear all");
    const dialog = el("dialog", { class: "modal moods", "aria-labelledby": title, data: { testid: "moods-dialog" } },
      el("div", { class: "moods-frame" },
        el("header", { class: "modal-head" }, el("h2", { id: title }, "Slack's moods"),
          el("button", { type: "button", class: "icon-button", "aria-label": "Close", on: { click: close } }, icon("close"))),
        el("div", { class: "modal-body" },
          el("p", { class: "hint" }, "See how the app copes when Slack is slow, refuses or is down. Moods last until they are cleared, for everybody here."),
          this.form, this.problem, el("h3", {}, "On now"), this.list),
        el("footer", { class: "modal-foot" }, this.clearAll, el("button", { type: "button", class: "button", on: { click: close } }, "Close"))));
    return dialog;
  }

  #makeForm() {
    const mood = choice("What happens", "mood", MOODS.map(({ label }, index) => [index, label]));
    this.places = choice("Where", "channel", [["", "Everywhere"]]);
    this.parts = {
      method: choice("To which calls", "method", METHODS),
      channel: this.places,
      times: entry("How many times", "times", { type: "number", min: 1, step: 1, placeholder: "until cleared" }),
      seconds: entry("Seconds", "seconds", { type: "number", min: 0, step: "any", value: 5, required: true }),
      code: entry("Error code", "code", { type: "text", value: "internal_error", required: true, pattern: "[a-z_]+", title: "Small letters and underscores, such as internal_error" }),
    };
    this.apply = el("button", { type: "submit", class: "button button-primary", data: { testid: "mood-apply" } }, "Apply");
    const form = el("form", { class: "mood-form" }, mood, ...Object.values(this.parts), el("div", { class: "mood-apply" }, this.apply));
    form.addEventListener("change", () => this.#arrange());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#apply();
    });
    return form;
  }

  #mood() {
    return MOODS[Number(this.form.elements.mood.value)];
  }

  /** Shows the fields that the chosen mood has. */
  #arrange() {
    const { seconds, code, everything, own } = this.#mood();
    const wanted = { method: !everything && !own, channel: !everything && !own, times: !everything, seconds, code };
    for (const [name, node] of Object.entries(this.parts)) {
      node.hidden = !wanted[name];
      this.form.elements[name].disabled = !wanted[name];
    }
    if (seconds) this.parts.seconds.querySelector("label").textContent = seconds;
  }

  #open() {
    if (!this.dialog.isConnected) document.body.append(this.dialog);
    const chosen = this.form.elements.channel.value;
    const options = this.#app.conversations.map((one) => el("option", { value: one.id }, this.#nameOf(one.id)));
    this.form.elements.channel.replaceChildren(el("option", { value: "" }, "Everywhere"), ...options);
    this.form.elements.channel.value = this.#app.conversation(chosen) ? chosen : "";
    this.problem.replaceChildren();
    this.#arrange();
    this.dialog.showModal();
    this.form.elements.mood.focus();
    this.#showList();
    this.refresh();
  }

  #apply() {
    const given = new FormData(this.form); // what is disabled is not in it
    const fault = { ...this.#mood().fault };
    for (const name of ["method", "channel", "code"]) if (given.get(name)) fault[name] = given.get(name);
    for (const name of ["times", "seconds"]) if (given.get(name)) fault[name] = Number(given.get(name));
    return this.#attempt(() => post("faults", fault));
  }

  #clear(which) {
    return this.#attempt(() => remove("faults", which));
  }

  /** What cannot be done is said inside the dialog: toasts lie beneath it. */
  async #attempt(deed) {
    try {
      await deed();
      this.problem.replaceChildren();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.problem.replaceChildren(icon("warning"), el("span", {}, error.message));
    }
  }
}
