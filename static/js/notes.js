// Save a learner's note while it is written. Without this module the form has its own button.
const WAIT = 800;
const AGAIN = 5000;

function saver(form) {
  const state = form.querySelector("[data-state]");
  const seq = form.elements.seq;
  let timer;
  let sending = false;
  let pending = false;

  const show = (text, unsaved) => {
    state.textContent = text;
    state.classList.toggle("unsaved", unsaved);
  };
  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(send, wait);
  };

  async function send() {
    if (sending) return void (pending = true);
    sending = true;
    pending = false;
    show(state.dataset.saving, false);
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json" },
        keepalive: true,
      });
      const result = await answer.json();
      if (answer.ok) seq.value = result.seq;
      if (!pending) show(result.state, !answer.ok);
      form.querySelector("[data-plain]").hidden = answer.ok;
    } catch {
      show(state.dataset.failed, true);
      later(AGAIN);
    } finally {
      sending = false;
      if (pending) later(0);
    }
  }

  form.addEventListener("input", () => {
    show(state.dataset.unsaved, true);
    later(form.elements.text ? WAIT : 0);
  });
  form.addEventListener("submit", (event) => {
    if (form.querySelector("[data-plain]").hidden) event.preventDefault();
  });
  form.querySelector("[data-plain]").hidden = true;
  return { flush: () => state.classList.contains("unsaved") && !sending && send() };
}

const forms = [...document.querySelectorAll("form[data-note]")].map(saver);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") forms.forEach((form) => form.flush());
});
