// Leave the questions, or hand in, only when every answer has arrived; without a connection stay and say so.
export function bindLeaving(queue, hear) {
  const settled = async () => {
    if (!navigator.onLine) hear("offline");
    return navigator.onLine && (await queue.flush()) && queue.empty;
  };
  const check = document.querySelector("[data-check]");
  const leave = async () => (await settled()) && location.assign(check.href);

  check?.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  // One question a page: the form itself goes on, once what is on its way has arrived.
  for (const form of document.querySelectorAll("[data-single] [data-answer]")) {
    form.addEventListener("submit", async (event) => {
      if (queue.empty && navigator.onLine) return;
      event.preventDefault();
      if (await settled()) form.requestSubmit(event.submitter);
    });
  }
  document.querySelector("[data-submit]")?.addEventListener("submit", async (event) => {
    if (queue.empty && navigator.onLine) return;
    event.preventDefault();
    if (await settled()) event.target.submit();
  });
  return leave;
}
