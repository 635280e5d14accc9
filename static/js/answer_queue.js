// Unsent answers of one attempt or form: kept in this browser until the server has acknowledged them.
const TIMEOUT = 10_000;
const RETRY = 5_000;

export class AnswerQueue {
  // hear(state, detail): "saved" {at}, "unsaved", "offline", "login", "newer" {sentence, name}, "refused" {sentence}, "over".
  constructor(id, hear) {
    this.key = `neike-answers-${id}`;
    this.hear = hear;
    this.running = null;
    addEventListener("online", () => this.flush());
  }

  entries() {
    return JSON.parse(localStorage.getItem(this.key) ?? "{}");
  }

  get empty() {
    return Object.keys(this.entries()).length === 0;
  }

  write(entries) {
    if (Object.keys(entries).length) localStorage.setItem(this.key, JSON.stringify(entries));
    else localStorage.removeItem(this.key);
  }

  // The newest answer to a question replaces the one still waiting; sequence numbers only grow.
  put(name, url, fields, seq) {
    this.write({ ...this.entries(), [name]: { url, fields, seq } });
    this.hear("unsaved");
    return this.flush();
  }

  drop(name, seq) {
    const entries = this.entries();
    if (entries[name]?.seq === seq) delete entries[name];
    this.write(entries);
  }

  // One sender at a time; whoever asks meanwhile waits for the same pass.
  flush() {
    this.running ??= this.pass().finally(() => (this.running = null));
    return this.running;
  }

  async pass() {
    for (let names = Object.keys(this.entries()); names.length; names = Object.keys(this.entries())) {
      if (!(await this.send(names[0], this.entries()[names[0]]))) return false;
    }
    return true;
  }

  async send(name, { url, fields, seq }) {
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    const body = new URLSearchParams([...fields, ["seq", seq], ["csrfmiddlewaretoken", token]]);
    let answer, told;
    try {
      const headers = { Accept: "application/json" };
      answer = await fetch(url, { method: "POST", body, headers, signal: AbortSignal.timeout(TIMEOUT) });
      if (answer.redirected || answer.status === 403) return this.wait("login");
      told = await answer.json();
    } catch {
      return this.wait("offline");
    }
    if (answer.status >= 500) return this.wait("offline");
    this.drop(name, seq);
    const state = { 200: "saved", 409: "newer", 410: "over" }[answer.status] ?? "refused";
    this.hear(state, { ...told, name });
    return state !== "over";
  }

  wait(state) {
    this.hear(state);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), RETRY);
    return false;
  }
}
