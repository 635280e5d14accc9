// Save every answer of a self-assessment as it is given; submitting waits until all are sent.
import { AnswerQueue } from "./answer_queue.js";
import { say } from "./saved_state.js";

const form = document.querySelector("[data-survey]");

if (form) {
  const queue = new AnswerQueue(form.dataset.survey, (state, detail) => {
    say(state, detail);
    if (state === "over") location.reload();
  });
  const numbers = new Map();
  form.addEventListener("change", ({ target }) => {
    const first = form.elements[target.name][0];
    const seq = (numbers.get(target.name) ?? Number(first.dataset.seq)) + 1;
    numbers.set(target.name, seq);
    const code = target.name.slice(2);
    queue.put(code, form.dataset.url, [["code", code], ["value", target.value]], seq);
  });
  form.addEventListener("submit", async (event) => {
    if (queue.empty) return;
    event.preventDefault();
    const { submitter } = event;
    if ((await queue.flush()) && queue.empty) form.requestSubmit(submitter);
  });
  if (!queue.empty) queue.flush().then((done) => done && location.reload());
}
