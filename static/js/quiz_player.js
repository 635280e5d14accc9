// The quiz player: one question at a time without loading pages, every change saved, also across a lost connection.
import { AnswerQueue } from "./answer_queue.js";
import { bindLeaving } from "./quiz_leave.js";
import { bindOrders } from "./quiz_order.js";
import { bindSaving } from "./quiz_saving.js";
import { fill } from "./quiz_fill.js";
import { say } from "./saved_state.js";

const player = document.querySelector("[data-player]");
const sections = [...document.querySelectorAll("[data-question]")];
const finished = document.querySelector("[data-finished]");
if (finished) localStorage.removeItem(`neike-answers-${finished.dataset.finished}`);
if (player) start();

function start() {
  const queue = new AnswerQueue(player.dataset.player, hear);
  const leave = bindLeaving(queue, hear);
  const single = "single" in player.dataset;

  function hear(state, detail) {
    say(state, detail);
    if (state === "newer") fill(document.querySelector(`[data-question="${detail.name}"] form`), detail);
    if (state === "over") location.assign(player.dataset.result);
  }

  function put(form) {
    const fields = [...new FormData(form)].filter(([name]) => !["csrfmiddlewaretoken", "seq"].includes(name));
    const seq = Number(form.elements.seq.value);
    form.elements.seq.value = seq + 1;
    mark(form);
    return queue.put(form.closest("[data-question]").dataset.question, form.action, fields, seq);
  }

  function mark(form) {
    const data = new FormData(form);
    const ordering = form.querySelector("[data-order]");
    const names = [...data].filter(([name, value]) => /^(option|text|pair:|blank:|mark:)/.test(name) && value.trim());
    const link = document.querySelector(`[data-to="${form.closest("[data-question]").dataset.question}"]`);
    link?.classList.toggle("answered", ordering ? data.has("keep") : names.length > 0);
    link?.classList.toggle("flagged", data.has("flagged"));
  }

  function show(position) {
    const next = sections.find((section) => section.dataset.question === String(position));
    if (!next) return;
    for (const section of sections) section.hidden = section !== next;
    for (const link of document.querySelectorAll("[data-to]")) {
      if (link.dataset.to === String(position)) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    history.replaceState(null, "", `?q=${position}`);
    next.querySelector("legend").focus();
    scrollTo(0, 0);
  }

  for (const form of document.querySelectorAll("[data-answer]")) {
    const here = Number(form.closest("[data-question]").dataset.question);
    const forget = bindSaving(form, put);
    form.addEventListener("submit", (event) => {
      if (single) return forget();
      event.preventDefault();
      const go = event.submitter?.value;
      if (go === "check") leave();
      else show(go === "next" ? here + 1 : go === "previous" ? here - 1 : here);
    });
  }
  bindOrders(put);
  document.querySelector("[data-palette]:not([data-single] *)")?.addEventListener("click", (event) => {
    const link = event.target.closest("[data-to]");
    if (link) event.preventDefault();
    if (link) show(link.dataset.to);
  });
  // Loaded again, the page stays at its question, also once that is answered.
  const shown = sections.find((section) => !section.hidden);
  if (shown && !location.search) history.replaceState(null, "", `?q=${shown.dataset.question}`);
  if (!queue.empty) queue.flush().then((done) => done && location.reload());
}
