// Puts the page together: who is looking, where, and what has to be fetched again.
import { setNow } from "./dates.js";
import { get, listen, post, Refused } from "./api.js";
import { ConversationPane, HomePane } from "./conversation.js";
import { ControlPanel } from "./control_panel.js";
import { attempt, closeView, joinChannel, leaveChannel, openTab, sendAction, sendText, submitView } from "./deeds.js";
import { el, onPhone } from "./dom.js";
import { Modal } from "./modal.js";
import { Moods } from "./moods.js";
import { announce, hush, showConnection, toast } from "./notify.js";
import { readRoute, writeRoute } from "./route.js";
import { Sidebar } from "./sidebar.js";
import { wearTheme } from "./theme.js";
import { ThreadPane } from "./thread.js";

const TITLE = "Caseload practice workspace";

class App {
  #asked = {};
  #read = {};
  #turn = 0;
  #hangUp = () => {};
  #pane = null;
  #thread = null;

  constructor(boot) {
    this.boot = boot;
    this.route = { as: null, in: null, thread: null };
    this.conversations = [];
    this.names = { users: {}, channels: {} };
    this.link = { live: true, connected: true, outage: false };
    this.modal = new Modal({
      surface: (view, form) => this.surface({ view_id: view.id }, form),
      submit: (view, values) => this.#fromModal(submitView(this.route.as, view, values)),
      close: (view, all) => this.#fromModal(closeView(this.route.as, view, all)),
      refuse: toast,
    });
  }

  async start() {
    this.panel = new ControlPanel(this, () => this.#refreshMessages());
    this.moods = new Moods(this, (outage) => {
      this.link.outage = outage;
      showConnection(this.link);
    });
    this.sidebar = new Sidebar(this);
    this.middle = el("div", { class: "middle" });
    this.side = el("div", { class: "side" });
    document.getElementById("workspace").replaceChildren(this.sidebar.node, this.middle, this.side);
    for (const moved of ["popstate", "hashchange"]) window.addEventListener(moved, () => this.#follow());
    document.addEventListener("visibilitychange", () => this.#refreshMessages());
    document.getElementById("skip").addEventListener("click", (event) => {
      event.preventDefault(); // the address holds the place, not a fragment
      document.getElementById("main")?.focus();
    });
    await this.#follow();
  }

  conversation(id) {
    return this.conversations.find((one) => one.id === id) ?? null;
  }

  im() {
    return this.conversations.find((one) => one.kind === "im");
  }

  /** The id of what the middle pane shows; "home" for the app's Home. */
  place() {
    return this.route.in ?? this.im()?.id;
  }

  /** The context of blocks that stand in a message, a modal or Home. */
  surface(where, form) {
    return {
      viewer: this.route.as,
      names: this.names,
      form,
      act: (action) => sendAction(this.route.as, where, action, form),
      conversations: () => this.conversations,
      canOpen: (id) => this.conversation(id) !== null,
      open: (id) => this.go({ in: id, thread: null }),
    };
  }

  go(change) {
    writeRoute({ ...this.route, ...change });
    this.#follow();
  }

  become(as) {
    this.go({ as, thread: null });
  }

  async send(channel, text, threadTs) {
    const taken = await sendText(this.route.as, channel, text, threadTs);
    this.#refreshMessages();
    return taken;
  }

  async join(channel) {
    await joinChannel(this.route.as, channel);
    this.#refreshConversations();
  }

  async leave(channel) {
    await leaveChannel(this.route.as, channel);
    this.#refreshConversations();
  }

  async #follow() {
    this.#turn += 1;
    const turn = this.#turn;
    const wanted = readRoute();
    const as = this.boot.personas.some((one) => one.id === wanted.as) ? wanted.as : this.boot.personas[0].id;
    if (as !== this.route.as) {
      const arrived = await this.#arriveAs(as, turn);
      if (!arrived) return;
    }
    const known = wanted.in === null || wanted.in === "home" || this.conversation(wanted.in);
    const place = known ? wanted.in : this.im().id;
    this.route = { as, in: place, thread: place && place !== "home" && known ? wanted.thread : null };
    writeRoute(this.route, { replace: true });
    this.#arrange();
  }

  async #arriveAs(as, turn) {
    const [found, names] = await Promise.all([attempt(get("conversations", { as })), attempt(get("names"))]);
    if (!found || turn !== this.#turn) return false;
    const changed = this.route.as !== null;
    this.route = { ...this.route, as };
    this.conversations = found.conversations;
    if (names) this.names = { users: names.users, channels: names.channels };
    this.modal.show(null);
    this.#hangUp();
    this.#hangUp = listen(as, { onEvent: (event) => this.#hear(event), onLive: (live) => this.#lineIs(live) });
    hush();
    if (changed) announce(`You are now ${this.boot.personas.find((one) => one.id === as).name}.`);
    return true;
  }

  #arrange() {
    const place = this.place();
    const paneKey = `${this.route.as} ${place}`;
    const im = this.im();
    document.body.dataset.pane = this.route.thread ? "thread" : this.route.in ? "conversation" : "list";
    if (this.#pane?.key !== paneKey) {
      this.#pane = place === "home" ? new HomePane(this, im) : new ConversationPane(this, this.conversation(place));
      this.#pane.key = paneKey;
      this.middle.replaceChildren(this.#pane.node);
      this.#pane.arrive();
      if (place === "home" || place === im.id) openTab(this.route.as, place === "home" ? "home" : "messages").then(() => this.#refreshHome());
    }
    this.#arrangeThread(paneKey);
    document.title = place === "home" ? `Home · ${TITLE}` : `${this.conversation(place).kind === "im" ? "" : "#"}${this.conversation(place).name} · ${TITLE}`;
    this.sidebar.update();
    this.#refreshMessages();
    this.#refreshModal();
  }

  #arrangeThread(paneKey) {
    const { thread } = this.route;
    const key = thread ? `${paneKey} ${thread}` : null;
    if ((this.#thread?.key ?? null) === key) return;
    this.#thread = key && new ThreadPane(this, this.conversation(this.route.in), thread);
    if (this.#thread) this.#thread.key = key;
    this.side.replaceChildren(...(this.#thread ? [this.#thread.node] : []));
    this.#thread?.arrive();
  }

  #lineIs(live) {
    const wasBroken = !this.link.live;
    this.link.live = live;
    showConnection(this.link);
    if (!live) return;
    this.#refreshStatus();
    this.panel.refresh();
    this.moods.refresh();
    if (!wasBroken) return;
    this.#refreshConversations();
    this.#refreshMessages();
    this.#refreshHome();
    this.#refreshModal();
  }

  #hear(event) {
    if (event.what === "messages") {
      if (event.channel === this.place()) this.#refreshMessages();
      else this.#refreshConversations();
    } else if (event.what === "conversations") this.#refreshConversations();
    else if (event.what === "home") this.#refreshHome();
    else if (event.what === "modal") this.#refreshModal();
    else if (event.what === "controls") this.panel.refresh();
    else if (event.what === "faults") this.moods.refresh();
    else if (event.what === "connection") {
      this.link.connected = event.connected;
      showConnection(this.link);
    }
  }

  /** The newest answer to a question; null when a newer one was asked meanwhile or it failed. */
  async #latest(name, params) {
    const stamp = {};
    const turn = this.#turn;
    const key = `${name}${params.thread_ts ? " thread" : ""}`;
    this.#asked[key] = stamp;
    try {
      const answer = await get(name, params);
      return this.#asked[key] === stamp && turn === this.#turn ? answer : null;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (this.link.live) toast(error.message);
      return null;
    }
  }

  async #refreshStatus() {
    const answer = await this.#latest("status", {});
    if (!answer) return;
    this.link.connected = answer.connected;
    showConnection(this.link);
  }

  async #refreshConversations() {
    const answer = await this.#latest("conversations", { as: this.route.as });
    if (!answer) return;
    this.conversations = answer.conversations;
    const here = this.place();
    if (here !== "home" && !this.conversation(here)) return this.go({ in: null, thread: null });
    if (here !== "home") this.#pane.describe(this.conversation(here));
    this.sidebar.update();
    return undefined;
  }

  async #refreshMessages() {
    const channel = this.place();
    if (!channel || channel === "home") return;
    const [pane, thread] = [this.#pane, this.#thread];
    const params = { as: this.route.as, channel };
    const [answer, replies] = await Promise.all([
      this.#latest("messages", params),
      thread ? this.#latest("messages", { ...params, thread_ts: this.route.thread }) : null,
    ]);
    if (answer && pane === this.#pane) pane.show(answer.messages);
    if (replies && thread === this.#thread) thread.show(replies.messages);
    if (answer) this.#markRead(channel, answer.messages.at(-1)?.ts ?? null);
  }

  async #markRead(channel, newest) {
    const conversation = this.conversation(channel);
    const unseen = document.hidden || (onPhone() && !this.route.in);
    const key = `${this.route.as} ${channel}`;
    if (unseen || !conversation?.is_member || (!conversation.unread && this.#read[key] === newest)) return;
    this.#read[key] = newest;
    conversation.unread = 0;
    this.sidebar.update();
    await attempt(post("read", { as: this.route.as, channel }));
  }

  async #refreshHome() {
    const pane = this.#pane;
    if (this.place() !== "home") return;
    const answer = await this.#latest("home", { as: this.route.as });
    if (answer && pane === this.#pane) pane.show(answer.view);
  }

  async #refreshModal() {
    const answer = await this.#latest("modal", { as: this.route.as });
    if (answer) this.modal.show(answer.view);
  }

  async #fromModal(asked) {
    const answer = await asked;
    this.#refreshModal();
    return answer;
  }
}

function couldNotOpen(sentence) {
  const again = el("button", { type: "button", class: "button button-primary", on: { click: open } }, "Try again");
  document.getElementById("workspace").replaceChildren(el("div", { class: "loading" }, el("p", {}, sentence), again));
}

async function open() {
  try {
    const boot = await get("boot");
    setNow(boot.now);
    await new App(boot).start();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    couldNotOpen(error.message);
  }
}

wearTheme();
open();
